import type { Transaction } from '@sluice/runtime/postgres/database';
import { parseDocumentKey } from '@sluice/shared/document';
import type { System } from '@sluice/shared/document-types';
import { Outcome } from '@sluice/shared/messages/outcome';
import { commandTopic } from '@sluice/shared/topics';
import type { PublishOutcome } from '../dispatcher-context.js';

/** What is known of a message that does not parse; `headers` may say whose command it was. */
export interface Unreadable {
  readonly topic: string;
  readonly key: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly reason: string;
}

/**
 * A command that cannot be read must end in an outcome all the same, or its sync would wait for ever. Its id and
 * destination stand in headers for that; without them nothing waits for an answer, and the dead letter alone remains.
 */
export const answerUnreadable =
  (system: System, publish: PublishOutcome) =>
  async (tx: Transaction, { topic, key, headers, reason }: Unreadable): Promise<void> => {
    const document = parseDocumentKey(key);
    if (document === undefined || topic !== commandTopic(system, document.type)) return;
    const outcome = Outcome.safeParse({
      commandId: headers['ce_commandid'],
      document,
      destination: headers['ce_destination'],
      result: 'refused',
      steps: [],
      refusals: [{ step: '', code: 'unreadable', message: reason }],
      effect: 'none',
      message: 'The gateway could not read the command; it is among the dead letters.',
      at: new Date().toISOString(),
    });
    if (outcome.success) await publish(tx, outcome.data, outcome.data);
  };
