import type { CommandHead } from '@sluice/dispatcher/protocol';
import type { Database, Transaction } from '@sluice/runtime/postgres/database';
import { documentKey, type DocumentType } from '@sluice/shared/document';
import type { Envelope } from '@sluice/shared/envelope';
import { Failure } from '@sluice/shared/failure';
import type { Outcome } from '@sluice/shared/messages/outcome';

/** Which syncs send commands, and where each reads the outcomes. */
export const outcomeTopicOf = {
  'purchase-order': 'm3.outcome.purchase-order.v1',
  supplier: 'm3.outcome.supplier.v1',
} as const satisfies Partial<Record<DocumentType, string>>;

/** Tells the sync that asked how its command ended. */
export const publishOutcome =
  ({ outbox }: Database) =>
  async (tx: Transaction, { document }: CommandHead, outcome: Outcome, cause?: Envelope): Promise<void> => {
    if (!(document.type in outcomeTopicOf))
      throw new Failure(`No sync reads outcomes of a ${document.type}.`, {
        code: 'unexpected',
        stage: 'publish',
        disposition: 'park',
      });
    await outbox.put(tx, {
      topic: outcomeTopicOf[document.type as keyof typeof outcomeTopicOf],
      key: documentKey(document),
      value: outcome,
      ...(cause !== undefined && { cause }),
    });
  };
