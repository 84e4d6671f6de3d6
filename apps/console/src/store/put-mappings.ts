import type { Database, Transaction } from '@sluice/runtime/postgres/database';
import type { MappingRow } from '@sluice/shared/messages/check-mapping';
import { mappingKey, type MappingTable, type MappingVersion } from '@sluice/shared/messages/mapping';
import { hasBegun, mergeMappingRows, valueOn, type MergedRow, type RowResult } from '../domain/merge-mapping-rows.js';

export interface MappingsPut extends Healed {
  readonly created: number;
  readonly changed: number;
  readonly unchanged: number;
  /** In the order given. */
  readonly rows: readonly MergedRow[];
}

/** Stores the rows and publishes those that differ; a dry run only says what would happen. */
export const putMappings = (
  database: Database,
  rows: readonly MappingRow[],
  { by, dryRun }: { readonly by: string; readonly dryRun: boolean },
): Promise<MappingsPut> =>
  database.transaction(async (tx) => {
    // One writer at a time: two imports of the same new keys would else each count them as created.
    if (!dryRun) await tx.query('LOCK TABLE mapping IN SHARE ROW EXCLUSIVE MODE');
    const merged = mergeMappingRows(rows, await loadHeld(tx, rows));
    const today = new Date().toISOString().slice(0, 10);
    const begun = [...merged.versions].filter(([, versions]) => hasBegun(versions, today));
    const healed = await countHealed(
      tx,
      begun.map(([key]) => key),
    );
    if (!dryRun) await apply(database, tx, merged, by);
    const count = (result: RowResult): number => merged.rows.filter((row) => row.result === result).length;
    return {
      created: count('created'),
      changed: count('changed'),
      unchanged: count('unchanged'),
      ...healed,
      rows: merged.rows,
    };
  });

async function loadHeld(tx: Transaction, rows: readonly MappingRow[]): Promise<Map<string, readonly MappingVersion[]>> {
  const held: { table_name: MappingTable; key: string; versions: MappingVersion[] }[] = await tx.query(
    `SELECT DISTINCT table_name, key, versions FROM mapping
     JOIN unnest($1::text[], $2::text[]) AS wanted (table_name, key) USING (table_name, key)`,
    [rows.map(({ table }) => table), rows.map(({ key }) => key)],
  );
  return new Map(held.map((row) => [mappingKey(row.table_name, row.key), row.versions]));
}

async function apply(
  database: Database,
  tx: Transaction,
  { rows, versions }: ReturnType<typeof mergeMappingRows>,
  by: string,
): Promise<void> {
  const updatedAt = new Date().toISOString();
  const published = new Set<string>();
  for (const row of rows) {
    if (row.result === 'unchanged') continue;
    await noteChange(database, tx, row, by);
    const name = mappingKey(row.table, row.key);
    if (published.has(name)) continue;
    published.add(name);
    await keep(database, tx, { row, versions: versions.get(name) ?? [], updatedAt, by });
  }
}

/** The key with all its versions: one row here, one message for the syncs. */
async function keep(
  database: Database,
  tx: Transaction,
  {
    row,
    versions,
    updatedAt,
    by,
  }: { row: MappingRow; versions: readonly MappingVersion[]; updatedAt: string; by: string },
): Promise<void> {
  const { table, key } = row;
  const value = valueOn(versions, updatedAt.slice(0, 10));
  await tx.query(
    `INSERT INTO mapping (table_name, key, value, versions, updated_at, updated_by) VALUES ($1, $2, $3, $4, $5, $6)
     ON CONFLICT (table_name, key) DO UPDATE
     SET value = excluded.value, versions = excluded.versions, updated_at = excluded.updated_at,
         updated_by = excluded.updated_by`,
    [table, key, JSON.stringify(value), JSON.stringify(versions), updatedAt, by],
  );
  const dated = versions.some(({ validFrom }) => validFrom !== undefined);
  await database.outbox.publishState(tx, {
    topic: 'mapping.v1',
    key: mappingKey(table, key),
    value: { table, key, value, ...(dated && { versions: [...versions] }), updatedAt, updatedBy: by },
    compare: dated ? versions : value,
  });
}

const noteChange = (
  database: Database,
  tx: Transaction,
  { table, key, value, validFrom, before }: MergedRow,
  by: string,
): Promise<void> =>
  database.outbox.audit(tx, {
    action: 'mapping-changed',
    summary: `${table} ${key} is ${validFrom === undefined ? 'now' : `from ${validFrom} on`} ${describe(value)}`,
    by,
    details: { table, key, ...(validFrom !== undefined && { validFrom }), before: before ?? null, after: value },
  });

const describe = (value: Readonly<Record<string, string>>): string =>
  Object.entries(value)
    .map(([column, cell]) => `${column} ${cell === '' ? 'empty' : cell}`)
    .join(', ');

interface Healed {
  /** Documents that wait for these keys and for nothing else: they go on by themselves. */
  readonly heals: number;
  /** Documents that wait for one of these keys and for something else, too. */
  readonly healsPartly: number;
}

/** What adding or changing the rows `<table>/<key>` does to the documents that wait now. */
async function countHealed(tx: Transaction, keys: readonly string[]): Promise<Healed> {
  if (keys.length === 0) return { heals: 0, healsPartly: 0 };
  const rows: { all: string; touched: string }[] = await tx.query(
    `SELECT count(*) FILTER (WHERE waiting_for <@ $1::text[]) AS all, count(*) AS touched
     FROM record WHERE status = 'Waiting' AND waiting_for && $1::text[]`,
    [keys.map((key) => `mapping.v1/${key}`)],
  );
  const heals = Number(rows[0]?.all ?? 0);
  return { heals, healsPartly: Number(rows[0]?.touched ?? 0) - heals };
}
