import type { DocumentRef } from '@sluice/shared/document';
import type { Envelope } from '@sluice/shared/envelope';
import type { Priority } from '@sluice/shared/messages/command';
import type { Snapshot } from '@sluice/shared/messages/snapshot';
import type { Transaction } from '@sluice/runtime/postgres/database';
import { lockDocument } from '../document/lock-document.js';
import { makeDue } from '../document/make-due.js';

export interface ReceivedSnapshot {
  readonly document: DocumentRef;
  /** `ce_sequence` of the message: the only thing that says which of two snapshots is newer. */
  readonly sequence: number;
  readonly snapshot: Snapshot<unknown>;
  readonly priority: Priority;
  /** The message's envelope: what is sent because of it carries its trace on. */
  readonly cause?: Envelope;
}

/**
 * What Coupa wants from now on. An older snapshot, or the same again, changes nothing of that, but the document is
 * decided again: that is what a replay is for. A body outlives a later refusal to hand it out, and a removal.
 */
export async function foldSnapshot(tx: Transaction, received: ReceivedSnapshot): Promise<void> {
  const { document: ref, sequence, snapshot, priority, cause } = received;
  const document = await lockDocument(tx, ref);
  if (sequence > document.sequence) await keep(tx, ref, sequence, snapshot);
  await makeDue(tx, ref, { priority, cause });
}

async function keep(
  tx: Transaction,
  { type, id }: DocumentRef,
  sequence: number,
  snapshot: Snapshot<unknown>,
): Promise<void> {
  const [assignment, value] = assignmentOf(snapshot);
  await tx.query(
    `UPDATE document SET sequence = $3, ignored = NULL, ${assignment} WHERE type = $1 AND id = $2`,
    value === undefined ? [type, id, sequence] : [type, id, sequence, JSON.stringify(value)],
  );
}

function assignmentOf(snapshot: Snapshot<unknown>): [assignment: string, value?: unknown] {
  if ('body' in snapshot) return ['desired = $4, removed = false, unavailable = NULL', snapshot.body];
  if ('removed' in snapshot) return ['removed = true, unavailable = NULL'];
  return ['unavailable = $4', snapshot.unavailable];
}
