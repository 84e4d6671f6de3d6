import type { Database } from '@sluice/runtime/postgres/database';
import type { DocumentRef } from '@sluice/shared/document';
import type { Highlight } from '@sluice/shared/messages/document-status';
import { auditColumns, toTimelineEntry, type AuditRow, type TimelineEntry } from './audit-row.js';
import {
  recordColumns,
  toRecordSummary,
  withDocs,
  type KeptDestination,
  type ReasonWithDocs,
  type RecordRow,
  type RecordSummary,
} from './record-row.js';

export interface RecordWithHistory extends RecordSummary {
  /** What a person wants to know of it first, in the order in which to show it. */
  readonly highlights?: readonly Highlight[];
  readonly destinations: readonly (Omit<KeptDestination, 'reason'> & { readonly reason?: ReasonWithDocs })[];
  /** Oldest first; of a very long history the newest part. */
  readonly timeline: readonly TimelineEntry[];
}

const timelineMax = 1_000;

/** One document with its destinations and its history; `undefined` when nothing was ever heard of it. */
export async function loadRecord(database: Database, document: DocumentRef): Promise<RecordWithHistory | undefined> {
  const of = [document.type, document.id];
  const [row] = await database.query<RecordRow>(
    `SELECT ${recordColumns} FROM record WHERE type = $1 AND document_id = $2`,
    of,
  );
  if (row === undefined) return undefined;
  const lines = await database.query<AuditRow>(
    `SELECT ${auditColumns} FROM audit WHERE type = $1 AND document_id = $2 ORDER BY at DESC, arrival DESC LIMIT $3`,
    [...of, timelineMax],
  );
  return {
    ...toRecordSummary(row),
    ...(row.highlights && { highlights: row.highlights }),
    destinations: row.destinations.map(({ reason, ...destination }) => ({
      ...destination,
      ...(reason && { reason: withDocs(reason) }),
    })),
    timeline: lines.toReversed().map(toTimelineEntry),
  };
}
