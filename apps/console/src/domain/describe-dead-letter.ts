import { parseDocumentKey } from '@sluice/shared/document';
import type { AuditEntry } from '@sluice/shared/messages/audit';
import type { DeadLetter } from '@sluice/shared/messages/dead-letter';

/** The line of history and the warning that a dead letter makes. The letter's bytes stay in Kafka: they may hold anything. */
export function describeDeadLetter(
  key: string,
  letter: DeadLetter,
): { entry: AuditEntry; warning: DeadLetter['reason'] } {
  const { topic, partition, offset, app, reason, tries, at } = letter;
  const document = parseDocumentKey(key);
  const summary = `A message on ${topic} could not be used and was set aside: ${reason.message}`;
  return {
    entry: {
      ...(document !== undefined && { document }),
      app,
      action: 'dead-lettered',
      summary,
      details: { code: reason.code, topic, partition, offset, key, tries },
      at,
    },
    warning: { code: reason.code, message: summary },
  };
}
