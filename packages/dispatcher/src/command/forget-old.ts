import type { DispatcherContext } from '../dispatcher-context.js';

/** Rows in one transaction: few enough that it does not hold up others. */
const batch = 500;

/**
 * Deletes commands that ended, and requests that belong to none any more, once they are older than `keepMs`. That is
 * longer than any command is repeated: an id that is forgotten would be taken for a new one, but for its age. Answers
 * how many rows are gone.
 */
export async function forgetOld({ database, settings }: DispatcherContext): Promise<number> {
  const commands = await deleteAll(
    database,
    'command',
    'command_id',
    `ended_at < clock_timestamp() - $1 * interval '1 millisecond'`,
    settings.keepMs,
  );
  const requests = await deleteAll(
    database,
    'request',
    'id',
    `intended_at < clock_timestamp() - $1 * interval '1 millisecond'
       AND NOT EXISTS (SELECT 1 FROM request_item WHERE request_id = request.id)`,
    settings.keepMs,
  );
  return commands + requests;
}

async function deleteAll(
  database: DispatcherContext['database'],
  table: 'command' | 'request',
  key: string,
  isOld: string,
  keepMs: number,
): Promise<number> {
  let gone = 0;
  for (;;) {
    const rows = await database.query(
      `WITH old AS (SELECT ${key} FROM ${table} WHERE ${isOld} LIMIT ${batch} FOR UPDATE SKIP LOCKED)
       DELETE FROM ${table} USING old WHERE ${table}.${key} = old.${key} RETURNING 1`,
      [keepMs],
    );
    gone += rows.length;
    if (rows.length < batch) return gone;
  }
}
