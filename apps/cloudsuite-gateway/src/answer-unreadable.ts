import type { Unreadable } from '@sluice/runtime/kafka/receiver';
import type { Transaction } from '@sluice/runtime/postgres/database';
import { parseDocumentKey } from '@sluice/shared/document';
import { Outcome } from '@sluice/shared/messages/outcome';
import type { M3Protocol } from './m3-protocol.js';

/**
 * A command that nobody can read must end in an outcome all the same, or its sync would ask for ever. Its id and leg
 * stand in headers for that; without them there is nobody to tell, and the dead letter alone remains.
 */
export const answerUnreadable =
  (protocol: Pick<M3Protocol, 'publish'>) =>
  async (tx: Transaction, { topic, key, headers, reason }: Unreadable): Promise<void> => {
    if (!topic.startsWith('m3.command.')) return;
    const outcome = Outcome.safeParse({
      commandId: headers['ce_commandid'],
      document: parseDocumentKey(key),
      leg: headers['ce_leg'],
      result: 'refused',
      steps: [],
      refusals: [{ step: '', code: 'unreadable', message: reason }],
      message: 'The gateway could not read the command; it is among the dead letters.',
      at: new Date().toISOString(),
    });
    if (outcome.success) await protocol.publish(tx, outcome.data, outcome.data);
  };
