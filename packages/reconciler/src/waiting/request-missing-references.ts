import { documentKey, type DocumentRef } from '@sluice/shared/document';
import type { Database, Transaction } from '@sluice/runtime/postgres/database';
import type { Ref } from '../decision.js';
import type { KnownDocument } from '../document/knowledge.js';

/** A key that never came, and the document of Coupa's from which it would follow. */
export interface MissingReference {
  readonly ref: Ref;
  readonly document: DocumentRef;
}

/**
 * Asks Coupa to hand out what a document waits for and what never came: on a fresh install a supplier unchanged for
 * years is then fetched because an order needs it. At most once in `everyMs` for a key, however many wait for it.
 */
export async function requestMissingReferences(
  tx: Transaction,
  { outbox }: Database,
  document: KnownDocument,
  missing: readonly MissingReference[],
  everyMs: number,
): Promise<void> {
  // In one order everywhere, so that two documents that miss the same keys cannot wait for each other.
  for (const { ref, document: wanted } of missing.toSorted((left, right) => (left.ref.key < right.ref.key ? -1 : 1))) {
    if (!(await isTurn(tx, ref, everyMs))) continue;
    const cause = document.cause && { cause: document.cause };
    await outbox.put(tx, {
      topic: 'coupa.notice.v1',
      key: documentKey(wanted),
      value: { document: wanted, reason: 'missing-reference', noticedAt: document.now },
      ...cause,
    });
    await outbox.audit(tx, {
      document: document.ref,
      action: 'reference-asked-for',
      summary: `Asked Coupa for ${documentKey(wanted)}, which is needed and was never seen`,
      ...cause,
    });
  }
}

async function isTurn(tx: Transaction, { topic, key }: Ref, everyMs: number): Promise<boolean> {
  const rows: unknown[] = await tx.query(
    `INSERT INTO reference_request (topic, key, requested_at) VALUES ($1, $2, now())
     ON CONFLICT (topic, key) DO UPDATE SET requested_at = excluded.requested_at
     WHERE reference_request.requested_at <= now() - make_interval(secs => $3 / 1000.0)
     RETURNING key`,
    [topic, key, everyMs],
  );
  return rows.length > 0;
}
