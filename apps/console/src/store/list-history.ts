import type { Database } from '@sluice/runtime/postgres/database';
import type { DocumentRef } from '@sluice/shared/document';
import { z } from 'zod';
import { inputMoment } from '../domain/input-text.js';
import { toCursor } from '../read-input.js';
import { auditColumns, toTimelineEntry, type AuditRow, type TimelineEntry } from './audit-row.js';

/** Where a page begins: after the line with this time and order of arrival. */
export const HistoryPosition = z.tuple([inputMoment('must be a moment'), z.string().regex(/^\d{1,18}$/)]);

export interface HistoryFilter {
  readonly app?: string | undefined;
  readonly action?: string | undefined;
  readonly type?: string | undefined;
  readonly id?: string | undefined;
  readonly by?: string | undefined;
  readonly since?: string | undefined;
  readonly limit: number;
  readonly cursor?: z.infer<typeof HistoryPosition> | undefined;
}

export interface HistoryPage {
  readonly entries: readonly (TimelineEntry & { readonly document?: DocumentRef })[];
  /** How many lines fit the filter in all, counted up to `countMax` and for the first page only: there may be millions. */
  readonly total?: number;
  readonly nextCursor?: string;
}

/** Newest first, of all documents and of none. */
export async function listHistory(database: Database, filter: HistoryFilter): Promise<HistoryPage> {
  const { app, action, type, id, by, since, limit, cursor } = filter;
  const where = `($1::text IS NULL OR app = $1) AND ($2::text IS NULL OR action = $2)
    AND ($3::text IS NULL OR type = $3) AND ($4::text IS NULL OR document_id = $4)
    AND ($5::text IS NULL OR by = $5) AND ($6::timestamptz IS NULL OR at >= $6)`;
  const of = [app ?? null, action ?? null, type ?? null, id ?? null, by ?? null, since ?? null];
  const total = cursor === undefined ? await countUpTo(countMax, database, where, of) : undefined;
  const rows = await database.query<AuditRow>(
    `SELECT ${auditColumns} FROM audit
     WHERE ${where} AND ($7::timestamptz IS NULL OR (at, arrival) < ($7, $8::bigint))
     ORDER BY at DESC, arrival DESC LIMIT $9`,
    [...of, ...(cursor ?? [null, null]), limit + 1],
  );
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return {
    entries: page.map((row) => ({ ...documentOf(row), ...toTimelineEntry(row) })),
    ...(total !== undefined && { total }),
    ...(rows.length > limit && last && { nextCursor: toCursor([last.at.toISOString(), last.arrival]) }),
  };
}

export const countMax = 10_000;

async function countUpTo(most: number, database: Database, where: string, of: readonly unknown[]): Promise<number> {
  const [counted] = await database.query<{ total: string }>(
    `SELECT count(*) AS total FROM (SELECT FROM audit WHERE ${where} LIMIT ${most}) AS fitting`,
    [...of],
  );
  return Number(counted?.total ?? 0);
}

const documentOf = ({ type, document_id: id }: AuditRow): { document?: DocumentRef } =>
  type === null || id === null ? {} : { document: { type, id } };
