import { createHash } from 'node:crypto';
import type { Transaction } from '@sluice/runtime/postgres/database';
import type { DocumentRef } from '@sluice/shared/document';
import type { AnyDomain } from '../decide/decide-context.js';
import { runWithLooks } from '../decide/run-with-looks.js';
import type { Knowledge } from './knowledge.js';
import { loadKeys } from './load-knowledge.js';

/** A person who is warned looks at one or two. */
const foundMax = 5;

/**
 * Keeps what the document is like, and finds the earlier ones that are. Earlier by Coupa's time: a replay decides in
 * any order and must come to the same.
 */
export async function findAlike(tx: Transaction, domain: AnyDomain, known: Knowledge): Promise<DocumentRef[]> {
  const { likeness } = domain;
  if (likeness === undefined) return [];
  const { ref } = known.document;
  const like = await runWithLooks(domain, known, loadKeys(tx), ({ desired, removed }) =>
    removed || desired === undefined ? undefined : likeness.of(desired),
  );
  const digest = like === undefined ? null : createHash('sha256').update(like.content).digest('hex');
  await tx.query(
    `UPDATE document SET likeness = $3, made_at = $4
     WHERE type = $1 AND id = $2 AND (likeness, made_at) IS DISTINCT FROM ($3, $4::timestamptz)`,
    [ref.type, ref.id, digest, like?.at ?? null],
  );
  if (like === undefined) return [];
  return tx.query(
    `SELECT type, id FROM document
     WHERE type = $1 AND likeness = $3 AND made_at >= $4::timestamptz - make_interval(secs => $5 / 1000.0)
       AND (made_at, id) < ($4::timestamptz, $2)
     ORDER BY made_at DESC, id DESC LIMIT $6`,
    [ref.type, ref.id, digest, like.at, likeness.withinMs, foundMax],
  );
}
