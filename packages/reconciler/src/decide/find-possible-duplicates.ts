import { createHash } from 'node:crypto';
import type { Transaction } from '@sluice/runtime/postgres/database';
import type { DocumentRef } from '@sluice/shared/document';
import type { AnyDomain } from '../decision.js';
import type { Knowledge } from '../document/knowledge.js';
import { loadKeys } from '../document/load-knowledge.js';
import { runWithLookups } from '../document/run-with-lookups.js';
import { callUp } from '../waiting/call-up.js';

/** Whoever is warned looks at one or two of them. */
const foundMax = 5;

/** More are not decided again where another one has come to look like them, or no longer does. */
const laterMax = 50;

/**
 * Keeps the document's fingerprint and finds the earlier documents that have the same, the latest first. Later ones for
 * which that has just changed are called up, to be decided again. Earlier and later are meant by Coupa's time, whatever the
 * order in which documents are decided. A domain may have all that are the same shown instead, earlier and later.
 */
export async function findPossibleDuplicates(
  tx: Transaction,
  domain: AnyDomain,
  known: Knowledge,
): Promise<DocumentRef[]> {
  const { fingerprint } = domain;
  if (fingerprint === undefined) return [];
  const { ref, priority } = known.document;
  const amongAll = fingerprint.among === 'all';
  const current = await runWithLookups(domain, known, loadKeys(tx), ({ desired, removed }) =>
    removed || desired === undefined ? undefined : fingerprint.of(desired),
  );
  const digest = current === undefined ? null : createHash('sha256').update(current.content).digest('hex');
  const changed = await keepFingerprint(tx, ref, {
    digest,
    at: current?.at ?? null,
    withinMs: fingerprint.withinMs,
    amongAll,
  });
  await callUp(tx, changed, { priority });
  if (current === undefined) return [];
  return tx.query(
    `SELECT type, id FROM document
     WHERE type = $1 AND id <> $2 AND fingerprint = $3
       AND ($7 OR made_at >= $4::timestamptz - make_interval(secs => $5 / 1000.0)
           AND (made_at, id) < ($4::timestamptz, $2))
     ORDER BY made_at DESC, id DESC LIMIT $6`,
    [ref.type, ref.id, digest, current.at, fingerprint.withinMs, foundMax, amongAll],
  );
}

interface Fingerprint {
  readonly digest: string | null;
  readonly at: string | null;
  readonly withinMs: number;
  readonly amongAll: boolean;
}

/**
 * Returns the later documents (of `amongAll`, the earlier ones too) that looked like what it was, or look like what it is
 * now; none where nothing changed.
 */
async function keepFingerprint(
  tx: Transaction,
  { type, id }: DocumentRef,
  { digest, at, withinMs, amongAll }: Fingerprint,
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
     WHERE document.type = $1 AND document.id <> $2
       AND ($7 OR (document.made_at, document.id) > (one.made_at, $2)
           AND document.made_at <= one.made_at + make_interval(secs => $5 / 1000.0))
     LIMIT $6`,
    [type, id, [before.was, digest], [before.was_at, at], withinMs, laterMax, amongAll],
  );
}
