import type { Database } from '@sluice/runtime/postgres/database';
import type { MappingTable } from '@sluice/shared/messages/mapping';

/** A row as the API shows it; `sequence` is the one under which the syncs know it. */
export interface MappingEntry {
  readonly table: MappingTable;
  readonly key: string;
  readonly value: Readonly<Record<string, string>>;
  readonly sequence: number;
  readonly updatedAt: string;
  readonly updatedBy: string;
}

type Row = Omit<MappingEntry, 'sequence' | 'updatedAt'> & { readonly sequence: string; readonly updatedAt: Date };

/** All rows, or those of one table, in the order of table and key. */
export async function listMappings(database: Database, table?: MappingTable): Promise<MappingEntry[]> {
  const rows = await database.query<Row>(
    `SELECT m.table_name AS "table", m.key, m.value, p.sequence, m.updated_at AS "updatedAt", m.updated_by AS "updatedBy"
     FROM mapping m JOIN published p ON p.topic = 'mapping.v1' AND p.key = m.table_name || '/' || m.key
     WHERE $1::text IS NULL OR m.table_name = $1
     ORDER BY m.table_name, m.key`,
    [table ?? null],
  );
  return rows.map(({ sequence, updatedAt, ...row }) => ({
    ...row,
    sequence: Number(sequence),
    updatedAt: updatedAt.toISOString(),
  }));
}
