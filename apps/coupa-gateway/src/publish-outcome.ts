import type { CommandHead } from '@sluice/dispatcher/protocol';
import type { Database, Transaction } from '@sluice/runtime/postgres/database';
import type { Tracing } from '@sluice/runtime/tracing/tracing';
import { documentKey } from '@sluice/shared/document';
import type { Envelope } from '@sluice/shared/envelope';
import type { Outcome } from '@sluice/shared/messages/outcome';
import { isFetched } from './fetch/fetch-script.js';
import { pollDestination } from './poll/begin-page.js';
import { finishFetch } from './fetch/finish-fetch.js';
import { finishPage } from './poll/finish-page.js';
import type { PollSettings } from './poll/poll-settings.js';
import { fetchDestination, type RunCommand } from './fetch/request-fetch.js';

/**
 * A command has ended: a sync is told the outcome; what the gateway read for itself becomes a snapshot, or the
 * next page of a list.
 */
export const publishOutcome =
  (database: Database, run: RunCommand, settings: PollSettings, tracing: Tracing) =>
  async (
    tx: Transaction,
    { document, destination }: CommandHead,
    outcome: Outcome,
    cause?: Envelope,
  ): Promise<void> => {
    if (destination === fetchDestination && isFetched(document))
      return finishFetch(tx, database, run, document, outcome, cause);
    if (destination === pollDestination) return finishPage(tx, { database, run, settings, tracing }, outcome);
    await database.outbox.put(tx, {
      topic: 'coupa.outcome.purchase-order.v1',
      key: documentKey(document),
      value: outcome,
      ...(cause !== undefined && { cause }),
    });
  };
