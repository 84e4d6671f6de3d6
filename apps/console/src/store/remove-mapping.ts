import type { Database, Transaction } from '@sluice/runtime/postgres/database';
import { mappingKey, type MappingTable, type MappingVersion } from '@sluice/shared/messages/mapping';

export interface MappingRemoved {
  readonly table: MappingTable;
  readonly key: string;
  /** What it said, the oldest first. */
  readonly versions: readonly MappingVersion[];
}

interface Held {
  readonly value: MappingVersion['value'];
  readonly versions: MappingVersion[];
}

/**
 * Removes a row with all its versions, and publishes that; `undefined` where there is no such row. A dry run only says what
 * would be removed. Earlier decisions stay; later ones wait for the row.
 */
export const removeMapping = (
  database: Database,
  { table, key }: Pick<MappingRemoved, 'table' | 'key'>,
  { by, dryRun }: { readonly by: string; readonly dryRun: boolean },
): Promise<MappingRemoved | undefined> =>
  database.transaction(async (tx) => {
    // The same lock as for writing rows: nobody adds a version to a row that is going.
    if (!dryRun) await tx.query('LOCK TABLE mapping IN SHARE ROW EXCLUSIVE MODE');
    const rows: Held[] = await tx.query('SELECT value, versions FROM mapping WHERE table_name = $1 AND key = $2', [
      table,
      key,
    ]);
    const [held] = rows;
    if (held === undefined) return undefined;
    if (!dryRun) await apply(database, tx, { table, key, held, by });
    return { table, key, versions: held.versions };
  });

async function apply(
  database: Database,
  tx: Transaction,
  { table, key, held, by }: { table: MappingTable; key: string; held: Held; by: string },
): Promise<void> {
  await tx.query('DELETE FROM mapping WHERE table_name = $1 AND key = $2', [table, key]);
  await database.outbox.publishState(tx, {
    topic: 'mapping.v1',
    key: mappingKey(table, key),
    value: { table, key, value: held.value, updatedAt: new Date().toISOString(), updatedBy: by, removed: true },
    compare: { removed: true },
  });
  await database.outbox.audit(tx, {
    action: 'mapping-removed',
    summary: `${table} ${key} was taken away`,
    by,
    details: { table, key, before: held.versions },
  });
}
