import type { Database } from '@sluice/runtime/postgres/database';
import type { DocumentRef } from '@sluice/shared/document';
import { backgroundTypes } from '@sluice/shared/document-types';
import type { RecordStatus } from '@sluice/shared/status';
import { z } from 'zod';
import { inputMoment, inputText } from '../domain/input-text.js';
import { toCursor } from '../read-input.js';
import { recordColumns, toRecordSummary, type RecordRow, type RecordSummary } from './record-row.js';

/** Where a page begins: after the record with this time, type and id. */
export const RecordPosition = z.tuple([inputMoment('must be a moment'), inputText(), inputText()]);

export interface RecordFilter {
  readonly type?: DocumentRef['type'] | undefined;
  readonly status?: RecordStatus | undefined;
  /** A code of a failure. */
  readonly reason?: string | undefined;
  /** `<topic>/<key>` of what it waits for. */
  readonly waitingFor?: string | undefined;
  readonly since?: string | undefined;
  /** Part of the title, Coupa’s id or M3’s number. */
  readonly q?: string | undefined;
  readonly limit: number;
  readonly cursor?: z.infer<typeof RecordPosition> | undefined;
}

export interface RecordPage {
  readonly records: readonly RecordSummary[];
  readonly nextCursor?: string;
}

const needingNobody: readonly RecordStatus[] = ['Received', 'In progress', 'Posted', 'Ignored'];

/** Last changed first. Documents of Sluice's own work that need nobody are left out where no type is asked for. */
export async function listRecords(database: Database, filter: RecordFilter): Promise<RecordPage> {
  const { type, status, reason, waitingFor, since, q, limit, cursor } = filter;
  const rows = await database.query<RecordRow>(
    `SELECT ${recordColumns} FROM record
     WHERE (type = $1 OR $1::text IS NULL AND NOT (type = ANY ($11) AND status = ANY ($12)))
       AND ($2::text IS NULL OR status = $2)
       AND ($3::text IS NULL OR title ILIKE $3 OR document_id ILIKE $3 OR m3 ->> 'number' ILIKE $3)
       AND ($4::timestamptz IS NULL OR updated_at < $4 OR (updated_at = $4 AND (type, document_id) > ($5, $6)))
       AND ($8::text IS NULL OR reason ->> 'code' = $8)
       AND ($9::text[] IS NULL OR waiting_for @> $9)
       AND ($10::timestamptz IS NULL OR updated_at >= $10)
     ORDER BY updated_at DESC, type, document_id
     LIMIT $7`,
    [
      type ?? null,
      status ?? null,
      q ? containing(q) : null,
      ...(cursor ?? [null, null, null]),
      limit + 1,
      reason ?? null,
      waitingFor === undefined ? null : [waitingFor],
      since ?? null,
      backgroundTypes,
      needingNobody,
    ],
  );
  const records = rows.slice(0, limit).map(toRecordSummary);
  const last = records.at(-1);
  if (rows.length <= limit || last === undefined) return { records };
  return { records, nextCursor: toCursor([last.updatedAt, last.type, last.id]) };
}

const containing = (text: string): string => `%${text.replaceAll(/[\\%_]/g, '\\$&')}%`;
