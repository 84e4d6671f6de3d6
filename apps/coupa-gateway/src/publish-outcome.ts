import type { CommandHead } from '@sluice/dispatcher/protocol';
import type { Database, Transaction } from '@sluice/runtime/postgres/database';
import { documentKey } from '@sluice/shared/document';
import type { Envelope } from '@sluice/shared/envelope';
import type { Outcome } from '@sluice/shared/messages/outcome';
import { isFetched } from './fetch-script.js';
import { finishFetch } from './finish-fetch.js';
import { fetchLeg, type RunCommand } from './want-document.js';

/** A command has ended: a sync is told the outcome; what the gateway fetched for itself becomes a snapshot. */
export const publishOutcome =
  (database: Database, run: RunCommand) =>
  async (tx: Transaction, { document, leg }: CommandHead, outcome: Outcome, cause?: Envelope): Promise<void> => {
    if (leg === fetchLeg && isFetched(document)) return finishFetch(tx, database, run, document, outcome, cause);
    await database.outbox.put(tx, {
      topic: 'coupa.outcome.purchase-order.v1',
      key: documentKey(document),
      value: outcome,
      ...(cause !== undefined && { cause }),
    });
  };
