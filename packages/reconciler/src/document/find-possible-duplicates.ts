import { createHash } from 'node:crypto';
import type { Database, Transaction } from '@sluice/runtime/postgres/database';
import type { DocumentRef } from '@sluice/shared/document';
import type { AnyDomain } from '../decide/decide-context.js';
import { runWithLookups } from '../decide/run-with-lookups.js';
import type { Knowledge } from './knowledge.js';
import { loadKeys } from './load-knowledge.js';

/** A person who is warned looks at one or two. */
const foundMax = 5;

/** More are not told at once that an earlier one has come to look like them, or no longer does. */
const laterMax = 50;

export interface PossibleDuplicates {
  /** Earlier documents that look the same, the latest first. */
  readonly earlier: readonly DocumentRef[];
  /** Later ones for which that has just changed: they are to be decided again. */
  readonly unsettled: readonly DocumentRef[];
}

const noDuplicates: PossibleDuplicates = { earlier: [], unsettled: [] };

/**
 * Keeps what the document is like, and finds those that are. Earlier and later by Coupa's time, whatever the order in
 * which they are decided.
 */
export async function findPossibleDuplicates(
  tx: Transaction,
  domain: AnyDomain,
  known: Knowledge,
): Promise<PossibleDuplicates> {
  const { fingerprint } = domain;
  if (fingerprint === undefined) return noDuplicates;
  const { ref } = known.document;
  const like = await runWithLookups(domain, known, loadKeys(tx), ({ desired, removed }) =>
    removed || desired === undefined ? undefined : fingerprint.of(desired),
  );
  const digest = like === undefined ? null : createHash('sha256').update(like.content).digest('hex');
  const unsettled = await keepFingerprint(tx, ref, { digest, at: like?.at ?? null, withinMs: fingerprint.withinMs });
  if (like === undefined) return { earlier: [], unsettled };
  const earlier: DocumentRef[] = await tx.query(
    `SELECT type, id FROM document
     WHERE type = $1 AND fingerprint = $3 AND made_at >= $4::timestamptz - make_interval(secs => $5 / 1000.0)
       AND (made_at, id) < ($4::timestamptz, $2)
     ORDER BY made_at DESC, id DESC LIMIT $6`,
    [ref.type, ref.id, digest, like.at, fingerprint.withinMs, foundMax],
  );
  return { earlier, unsettled };
}

/** Answers the later documents that looked like what it was, or look like what it is now; none where nothing changed. */
async function keepFingerprint(
  tx: Transaction,
  { type, id }: DocumentRef,
  { digest, at, withinMs }: { digest: string | null; at: string | null; withinMs: number },
): Promise<DocumentRef[]> {
  const [changed]: [{ was: string | null; was_at: Date | null }[]] = await tx.query(
    `WITH before AS (SELECT fingerprint, made_at FROM document WHERE type = $1 AND id = $2)
     UPDATE document SET fingerprint = $3, made_at = $4 FROM before
     WHERE type = $1 AND id = $2 AND (document.fingerprint, document.made_at) IS DISTINCT FROM ($3, $4::timestamptz)
     RETURNING before.fingerprint AS was, before.made_at AS was_at`,
    [type, id, digest, at],
  );
  const [before] = changed;
  if (before === undefined) return [];
  return tx.query(
    `SELECT DISTINCT document.type, document.id
     FROM unnest($3::text[], $4::timestamptz[]) AS one (fingerprint, made_at) JOIN document USING (fingerprint)
     WHERE document.type = $1 AND (document.made_at, document.id) > (one.made_at, $2)
       AND document.made_at <= one.made_at + make_interval(secs => $5 / 1000.0)
     LIMIT $6`,
    [type, id, [before.was, digest], [before.was_at, at], withinMs, laterMax],
  );
}

/**
 * Makes those documents due. One at a time and after the commit of whoever found them: so it waits for a document that is
 * being decided, and yet never holds one while it waits for another. A crash in between costs a warning, nothing else.
 */
export async function decideAgain(database: Database, documents: readonly DocumentRef[]): Promise<void> {
  for (const { type, id } of documents)
    await database.query(
      `UPDATE document SET due_at = now() WHERE type = $1 AND id = $2 AND (due_at IS NULL OR due_at > now())`,
      [type, id],
    );
}
