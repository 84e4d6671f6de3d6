import type { Database } from '@sluice/runtime/postgres/database';
import type { DocumentRef } from '@sluice/shared/document';
import type { Question } from '@sluice/shared/messages/question';
import { withDocs, type KeptDestination, type ReasonWithDocs } from './record-row.js';

/** A question that several people must answer alike, each by a token of their own. */
export interface Approval extends Question {
  readonly document: DocumentRef;
  readonly title: string;
  /** Where the answer will have its effect. */
  readonly destinations: readonly string[];
  /** What was said so far, and what to do. */
  readonly reason?: ReasonWithDocs;
  readonly since: string;
}

interface Row {
  readonly type: DocumentRef['type'];
  readonly document_id: string;
  readonly title: string;
  readonly destinations: readonly KeptDestination[];
  readonly updated_at: Date;
}

/** More are not looked at in one go; the rest shows as soon as some of them are answered. */
const recordsMax = 500;

/** Those that wait longest come first. A question that a document asks in several destinations is one. */
export async function listApprovals(database: Database): Promise<{ readonly approvals: readonly Approval[] }> {
  const rows = await database.query<Row>(
    `SELECT type, document_id, title, destinations, updated_at FROM record
     WHERE destinations @? '$[*].questions[*] ? (@.persons >= 2)'
     ORDER BY updated_at, type, document_id LIMIT ${recordsMax}`,
  );
  return { approvals: rows.flatMap(approvalsOf) };
}

function approvalsOf({ type, document_id: id, title, destinations, updated_at: updatedAt }: Row): Approval[] {
  const approvals = new Map<string, Approval>();
  for (const { name, reason, questions = [] } of destinations)
    for (const question of questions) {
      if ((question.persons ?? 1) < 2) continue;
      const before = approvals.get(question.id);
      approvals.set(question.id, {
        document: { type, id },
        title,
        ...question,
        ...(reason && { reason: withDocs(reason) }),
        ...before,
        destinations: [...(before?.destinations ?? []), name],
        since: updatedAt.toISOString(),
      });
    }
  return [...approvals.values()];
}
