import type { Database } from '@sluice/runtime/postgres/database';
import { parseDocumentKey, type DocumentRef } from '@sluice/shared/document';
import type { MappingTable } from '@sluice/shared/messages/mapping';

/** A row that documents wait for now. */
export interface MissingMapping {
  readonly table: string;
  readonly key: string;
  /** How many documents wait for it. */
  readonly documents: number;
  /** Since when the longest waiting of them is as it is. */
  readonly since: string;
  /** A few of them, the longest waiting first. */
  readonly examples: readonly DocumentRef[];
}

interface Row {
  readonly waited_for: string;
  readonly documents: string;
  readonly since: Date;
  readonly examples: readonly string[];
}

const topic = 'mapping.v1/';

/** The most wanted first. */
export async function listMissing(database: Database, table?: MappingTable): Promise<MissingMapping[]> {
  const rows = await database.query<Row>(
    `SELECT waited_for, count(*) AS documents, min(updated_at) AS since,
       (array_agg(type || '/' || document_id ORDER BY updated_at, document_id))[1:3] AS examples
     FROM record, unnest(waiting_for) AS waited_for
     WHERE status = 'Waiting' AND starts_with(waited_for, $1)
     GROUP BY waited_for ORDER BY count(*) DESC, waited_for`,
    [`${topic}${table === undefined ? '' : `${table}/`}`],
  );
  return rows.map(({ waited_for: waitedFor, documents, since, examples }) => {
    const name = waitedFor.slice(topic.length);
    const slash = name.indexOf('/');
    return {
      table: name.slice(0, slash),
      key: name.slice(slash + 1),
      documents: Number(documents),
      since: since.toISOString(),
      examples: examples.flatMap((example) => parseDocumentKey(example) ?? []),
    };
  });
}
