import type { Database } from '@sluice/runtime/postgres/database';

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
