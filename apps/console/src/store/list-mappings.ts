import type { Database } from '@sluice/runtime/postgres/database';
import type { MappingTable } from '@sluice/shared/messages/mapping';

/** A version of a row as the API shows it; `sequence` is the one under which the syncs know the row. */
export interface MappingEntry {
  readonly table: MappingTable;
  readonly key: string;
  readonly value: Readonly<Record<string, string>>;
  /** The day from which it says so; without it, it has always said so. */
  readonly validFrom?: string;
  readonly sequence: number;
  /** When and by whom the key was written last, whichever of its versions that was. */
  readonly updatedAt: string;
  readonly updatedBy: string;
}

interface Row {
  readonly table: MappingTable;
  readonly key: string;
  readonly version: Pick<MappingEntry, 'value' | 'validFrom'>;
  readonly sequence: string;
  readonly updatedAt: Date;
  readonly updatedBy: string;
}

/** All rows, or those of one table, in the order of table, key and day. */
export async function listMappings(database: Database, table?: MappingTable): Promise<MappingEntry[]> {
  const rows = await database.query<Row>(
    `SELECT m.table_name AS "table", m.key, v.version, p.sequence, m.updated_at AS "updatedAt",
       m.updated_by AS "updatedBy"
     FROM mapping m
     JOIN published p ON p.topic = 'mapping.v1' AND p.key = m.table_name || '/' || m.key
     CROSS JOIN jsonb_array_elements(m.versions) WITH ORDINALITY AS v (version, place)
     WHERE $1::text IS NULL OR m.table_name = $1
     ORDER BY m.table_name, m.key, v.place`,
    [table ?? null],
  );
  return rows.map(({ version: { value, validFrom }, sequence, updatedAt, ...row }) => ({
    table: row.table,
    key: row.key,
    value,
    ...(validFrom !== undefined && { validFrom }),
    sequence: Number(sequence),
    updatedAt: updatedAt.toISOString(),
    updatedBy: row.updatedBy,
  }));
}
