import type { Transaction } from '@sluice/runtime/postgres/database';
import { parseDocumentKey } from '@sluice/shared/document';
import { Outcome } from '@sluice/shared/messages/outcome';
import type { Protocol } from '../protocol.js';

/** What is known of a message that does not parse; `headers` may say whose command it was. */
export interface Unreadable {
  readonly topic: string;
  readonly key: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly reason: string;
}

type CommandProtocol = Pick<Protocol<never, never>, 'account' | 'publish'>;

/**
 * A command that nobody can read must end in an outcome all the same, or its sync would ask for ever. Its id and destination
 * stand in headers for that; without them there is nobody to tell, and the dead letter alone remains.
 */
export const answerUnreadable =
  ({ account, publish }: CommandProtocol) =>
  async (tx: Transaction, { topic, key, headers, reason }: Unreadable): Promise<void> => {
    const document = parseDocumentKey(key);
    if (document === undefined || topic !== `${account}.command.${document.type}.v1`) return;
    const outcome = Outcome.safeParse({
      commandId: headers['ce_commandid'],
      document,
      destination: headers['ce_destination'],
      result: 'refused',
      steps: [],
      refusals: [{ step: '', code: 'unreadable', message: reason }],
      message: 'The gateway could not read the command; it is among the dead letters.',
      at: new Date().toISOString(),
    });
    if (outcome.success) await publish(tx, outcome.data, outcome.data);
  };
