import { documentKey, type DocumentRef } from '@sluice/shared/document';
import type { Envelope } from '@sluice/shared/envelope';
import { Failure } from '@sluice/shared/failure';
import type { CoupaCommand, M3Command, Withdrawal } from '@sluice/shared/messages/command';
import { isTopicName, type TopicName } from '@sluice/shared/topics';
import type { Database, Transaction } from '@sluice/runtime/postgres/database';
import { systemOf } from '../document/knowledge.js';

type CommandTopic = Extract<TopicName, `${string}.command.${string}`>;

/** A command that leaves for the first time, again because no answer came, or the wish to leave it undone. */
export type Sending = 'command-sent' | 'command-asked-again' | 'command-withdrawn';

const words: Record<Sending, string> = {
  'command-sent': 'Sent to',
  'command-asked-again': 'No answer yet: asked again',
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
  const caused = cause && { cause };
  await outbox.put(tx, {
    topic: topicOf(destination, document),
    key: documentKey(document),
    value: message,
    ...caused,
  });
  const steps = 'steps' in message ? message.steps.map(({ id }) => id) : [];
  const system = systemOf(destination);
  await outbox.audit(tx, {
    document,
    action: sending,
    summary: `${words[sending]} ${system === 'm3' ? 'M3' : 'Coupa'}${steps.length > 0 ? `: ${steps.join(', ')}` : ''}`,
    direction: system === 'm3' ? 'to-m3' : 'to-coupa',
    details: { commandId, destination },
    ...caused,
  });
}

function topicOf(destination: string, { type }: DocumentRef): CommandTopic {
  const topic = `${systemOf(destination)}.command.${type}.v1`;
  if (isTopicName(topic)) return topic as CommandTopic;
  throw new Failure(`there is no topic ${topic}, so destination ${destination} cannot be sent anything`, {
    code: 'decide-failed',
    stage: 'decide',
    disposition: 'park',
  });
}
