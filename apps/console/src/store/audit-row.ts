import type { DocumentRef } from '@sluice/shared/document';

/** One line of history as the API shows it. */
export interface TimelineEntry {
  readonly at: string;
  readonly app: string;
  readonly action: string;
  readonly summary: string;
  readonly direction?: string;
  readonly by?: string;
  readonly details?: unknown;
}

export interface AuditRow {
  readonly type: DocumentRef['type'] | null;
  readonly document_id: string | null;
  readonly arrival: string;
  readonly app: string;
  readonly action: string;
  readonly summary: string;
  readonly direction: string | null;
  readonly by: string | null;
  readonly details: unknown;
  readonly at: Date;
}

export const auditColumns = 'type, document_id, arrival, app, action, summary, direction, by, details, at' as const;

export function toTimelineEntry(row: AuditRow): TimelineEntry {
  return {
    at: row.at.toISOString(),
    app: row.app,
    action: row.action,
    summary: row.summary,
    ...(row.direction !== null && { direction: row.direction }),
    ...(row.by !== null && { by: row.by }),
    ...(row.details !== null && { details: row.details }),
  };
}
