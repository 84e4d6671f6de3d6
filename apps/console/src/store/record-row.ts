import { documentationOf } from '@sluice/shared/failure-codes';
import type { DocumentRef } from '@sluice/shared/document';
import type { LegStatus } from '@sluice/shared/messages/document-status';
import type { Reason, RecordStatus } from '@sluice/shared/status';

/** A reason with the page of the manual that tells more. */
export type ReasonWithDocs = Reason & { readonly docs: string };

/** One document as the API shows it. */
export interface RecordSummary {
  readonly type: DocumentRef['type'];
  readonly id: string;
  readonly title: string;
  readonly status: RecordStatus;
  readonly reason?: ReasonWithDocs;
  readonly waitingFor?: readonly string[];
  readonly m3?: { readonly company: string; readonly number: string };
  readonly warning?: ReasonWithDocs;
  readonly updatedAt: string;
}

export interface RecordRow {
  readonly type: DocumentRef['type'];
  readonly document_id: string;
  readonly title: string;
  readonly status: RecordStatus;
  readonly reason: Reason | null;
  readonly waiting_for: string[] | null;
  readonly warning: Reason | null;
  readonly m3: { company: string; number: string } | null;
  readonly legs: LegStatus[];
  readonly updated_at: Date;
}

export const recordColumns =
  'type, document_id, title, status, reason, waiting_for, warning, m3, legs, updated_at' as const;

export const withDocs = (reason: Reason): ReasonWithDocs => ({ ...reason, docs: documentationOf(reason.code) });

export function toRecordSummary(row: RecordRow): RecordSummary {
  return {
    type: row.type,
    id: row.document_id,
    title: row.title,
    status: row.status,
    ...(row.reason && { reason: withDocs(row.reason) }),
    ...(row.waiting_for && { waitingFor: row.waiting_for }),
    ...(row.m3 && { m3: row.m3 }),
    ...(row.warning && { warning: withDocs(row.warning) }),
    updatedAt: row.updated_at.toISOString(),
  };
}
