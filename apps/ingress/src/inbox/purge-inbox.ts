import type { Logger } from '@sluice/runtime/logging/logger';
import type { Database } from '@sluice/runtime/postgres/database';
import { RepeatedWork } from '@sluice/runtime/repeated-work';

export interface Purging {
  /** Answers how many events were forgotten. */
  readonly purge: () => Promise<number>;
  readonly intervalMs: number;
  readonly log: Logger;
  readonly count: (purged: number) => void;
}

/** Forgets old events now and then; several at once do no harm. */
export const inboxPurger = ({ purge, intervalMs, log, count }: Purging): RepeatedWork =>
  new RepeatedWork({
    name: 'inbox-purger',
    work: async () => {
      const purged = await purge();
      count(purged);
      if (purged > 0) log.info({ purged }, 'old events were forgotten');
    },
    everyMs: intervalMs,
    log,
    failed: 'old events could not be forgotten and are tried again',
  });

/** Rows of one statement, so that no lock is held for long. */
const rowsMax = 5_000;

/** Forgets events that came more than so many days ago; answers how many. */
export async function purgeInbox(database: Database, keepDays: number): Promise<number> {
  let purged = 0;
  for (const table of ['inbox', 'inbox_alarm'])
    for (;;) {
      const rows = await database.query(
        `DELETE FROM ${table} WHERE ctid = ANY(ARRAY(
           SELECT ctid FROM ${table} WHERE received_at < now() - $1 * interval '1 day' LIMIT ${rowsMax}))
         RETURNING 1`,
        [keepDays],
      );
      purged += rows.length;
      if (rows.length < rowsMax) break;
    }
  return purged;
}
