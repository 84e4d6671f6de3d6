import { documentKey } from '@sluice/shared/document';
import type { Envelope } from '@sluice/shared/envelope';
import { Failure } from '@sluice/shared/failure';
import type { CoupaCommand, M3Command, Withdrawal } from '@sluice/shared/messages/command';
import { commandTopic } from '@sluice/shared/topics';
import type { Database, Transaction } from '@sluice/runtime/postgres/database';
import { boundedText } from '../bounded-text.js';
import { systemLabel, systemOf } from '../system-of.js';

/** A command that leaves for the first time, again because no answer came or because it is urgent now, or the request to leave it undone. */
export type Sending = 'command-sent' | 'command-asked-again' | 'command-wanted-sooner' | 'command-withdrawn';

const summaries: Record<Sending, string> = {
  'command-sent': 'Sent to',
  'command-asked-again': 'No answer yet: asked again',
  'command-wanted-sooner': 'More urgent than when it was sent: asked again',
  'command-withdrawn': 'No longer wanted, withdrawn from',
};

/** Hands a message for a gateway to the outbox and writes it into the document's history. */
export async function sendCommand(
  tx: Transaction,
  { outbox }: Database,
  message: M3Command | CoupaCommand | Withdrawal,
  sending: Sending,
  cause: Envelope | undefined,
): Promise<void> {
  const { document, destination, commandId } = message;
  const system = systemOf(destination);
  const topic = commandTopic(system, document.type);
  if (topic === undefined)
    throw new Failure(
      `${system} is sent no commands about documents of type ${document.type}: destination ${destination}`,
      {
        code: 'decide-failed',
        stage: 'decide',
        disposition: 'park',
      },
    );
  const caused = cause && { cause };
  await outbox.put(tx, { topic, key: documentKey(document), value: message, ...caused });
  const steps = 'steps' in message ? message.steps.map(({ id }) => id) : [];
  await outbox.audit(tx, {
    document,
    action: sending,
    summary: boundedText(
      `${summaries[sending]} ${systemLabel(destination)}${steps.length > 0 ? `: ${steps.join(', ')}` : ''}`,
    ),
    direction: system === 'm3' ? 'to-m3' : 'to-coupa',
    details: { commandId, destination },
    ...caused,
  });
}
