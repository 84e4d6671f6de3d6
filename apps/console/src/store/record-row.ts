import type { DocumentRef } from '@sluice/shared/document';
import { documentationOf, isFailureCode } from '@sluice/shared/failure-codes';
import type { Highlight, ReadDestinationStatus } from '@sluice/shared/messages/document-status';
import type { ReadReason, RecordStatus } from '@sluice/shared/status';

/** A reason as the console keeps it: the code is text, since its writer may be newer than the console. */
export type KeptReason = Omit<ReadReason, 'code'> & { readonly code: string };

export type KeptDestination = Omit<ReadDestinationStatus, 'reason'> & { readonly reason?: KeptReason | undefined };

/** A reason with the page of the manual that tells more, where this release has one. */
export type ReasonWithDocs = KeptReason & { readonly docs?: string };

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
  readonly reason: KeptReason | null;
  readonly waiting_for: string[] | null;
  readonly warning: KeptReason | null;
  readonly m3: { company: string; number: string } | null;
  readonly highlights: Highlight[] | null;
  readonly destinations: KeptDestination[];
  readonly updated_at: Date;
}

export const recordColumns =
  'type, document_id, title, status, reason, waiting_for, warning, m3, highlights, destinations, updated_at' as const;

export const withDocs = (reason: KeptReason): ReasonWithDocs => ({
  ...reason,
  ...(isFailureCode(reason.code) && { docs: documentationOf(reason.code) }),
});

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
