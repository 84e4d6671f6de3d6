import { canonicalJson } from '@sluice/runtime/outbox/canonical-json';
import type { Database, Transaction } from '@sluice/runtime/postgres/database';
import type { MappingRow } from '@sluice/shared/messages/check-mapping';
import { mappingKey } from '@sluice/shared/messages/mapping';

type Result = 'created' | 'changed' | 'unchanged';

export interface MappingsPut {
  readonly created: number;
  readonly changed: number;
  readonly unchanged: number;
  /** In the order given. */
  readonly rows: readonly (MappingRow & { readonly result: Result })[];
}

interface Change extends MappingRow {
  readonly result: Result;
  readonly before: Readonly<Record<string, string>> | undefined;
}

/** Keeps the rows and tells the syncs about those that differ; a dry run only says what would happen. */
export const putMappings = (
  database: Database,
  rows: readonly MappingRow[],
  { by, dryRun }: { readonly by: string; readonly dryRun: boolean },
): Promise<MappingsPut> =>
  database.transaction(async (tx) => {
    // One writer at a time: two imports of the same new keys would else each count them as created.
    if (!dryRun) await tx.query('LOCK TABLE mapping IN SHARE ROW EXCLUSIVE MODE');
    const held = await loadHeld(tx, rows);
    const changes = rows.map((row) => changeOf(row, held.get(mappingKey(row.table, row.key))));
    if (!dryRun) for (const change of changes) if (change.result !== 'unchanged') await apply(database, tx, change, by);
    const count = (result: Result): number => changes.filter((change) => change.result === result).length;
    return {
      created: count('created'),
      changed: count('changed'),
      unchanged: count('unchanged'),
      rows: changes.map(({ table, key, value, result }) => ({ table, key, value, result })),
    };
  });

function changeOf(row: MappingRow, before: Change['before']): Change {
  if (before === undefined) return { ...row, before, result: 'created' };
  return { ...row, before, result: canonicalJson(before) === canonicalJson(row.value) ? 'unchanged' : 'changed' };
}

async function loadHeld(
  tx: Transaction,
  rows: readonly MappingRow[],
): Promise<Map<string, Readonly<Record<string, string>>>> {
  const held: { table_name: string; key: string; value: Record<string, string> }[] = await tx.query(
    `SELECT table_name, key, value FROM mapping
     JOIN unnest($1::text[], $2::text[]) AS wanted (table_name, key) USING (table_name, key)`,
    [rows.map(({ table }) => table), rows.map(({ key }) => key)],
  );
  return new Map(held.map((row) => [`${row.table_name}/${row.key}`, row.value]));
}

async function apply(database: Database, tx: Transaction, change: Change, by: string): Promise<void> {
  const { table, key, value, before } = change;
  const updatedAt = new Date().toISOString();
  await tx.query(
    `INSERT INTO mapping (table_name, key, value, updated_at, updated_by) VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT (table_name, key) DO UPDATE
     SET value = excluded.value, updated_at = excluded.updated_at, updated_by = excluded.updated_by`,
    [table, key, JSON.stringify(value), updatedAt, by],
  );
  await database.outbox.publishState(tx, {
    topic: 'mapping.v1',
    key: mappingKey(table, key),
    value: { table, key, value: { ...value }, updatedAt, updatedBy: by },
    compare: value,
  });
  await database.outbox.audit(tx, {
    action: 'mapping-changed',
    summary: `${table} ${key} is now ${describe(value)}`,
    by,
    details: { table, key, before: before ?? null, after: value },
  });
}

const describe = (value: Readonly<Record<string, string>>): string =>
  Object.entries(value)
    .map(([column, cell]) => `${column} ${cell === '' ? 'empty' : cell}`)
    .join(', ');
