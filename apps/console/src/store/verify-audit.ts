import type { Database } from '@sluice/runtime/postgres/database';
import { Failure } from '@sluice/shared/failure';
import { chainHashOf, payloadHashOf, type RowToHash } from '../hash-audit-row.js';
import { auditColumns } from './audit-row.js';

/** Where the chain of history ends. Written down elsewhere, it proves later that nothing before it was changed. */
export interface ChainHead {
  readonly position: number;
  readonly hash: string;
}

export interface AuditVerdict {
  readonly intact: boolean;
  /** How many lines were checked. */
  readonly checked: number;
  /** Lines that retention removed from the beginning of the chain. */
  readonly removed: number;
  /** Lines whose payload was erased by policy; their place in the chain still holds. */
  readonly erased: number;
  /** Lines that came a moment ago and are not yet in the chain. */
  readonly unchained: number;
  readonly head: ChainHead;
  /** The first place where the history is not what it was. */
  readonly broken?: { readonly position: number; readonly id?: string; readonly problem: string };
}

interface Link extends RowToHash {
  readonly position: string;
  readonly payload_hash: string;
  readonly chain_hash: string;
  readonly erased_at: Date | null;
}

interface Ends {
  readonly unchained: string;
  readonly position: string;
  readonly chain_hash: string;
  readonly base_position: string;
  readonly base_hash: string;
  readonly base_is_told: boolean;
}

const page = 5_000;

/** Computes every hash of the chain again, and that of `expected`, a head noted earlier, where one is given. */
export async function verifyAudit(database: Database, expected?: ChainHead): Promise<AuditVerdict> {
  const [counted] = await database.query<Ends>(
    `SELECT (SELECT count(*) FROM audit WHERE position IS NULL) AS unchained, position, chain_hash, base_position, base_hash,
       base_position = 0 OR EXISTS (
         SELECT FROM audit WHERE app = 'console' AND action = 'history-removed'
           AND details->>'position' = base_position::text AND details->>'hash' = base_hash) AS base_is_told
     FROM audit_head`,
  );
  const head = { position: Number(counted?.position ?? 0), hash: counted?.chain_hash ?? '' };
  const base = { position: Number(counted?.base_position ?? 0), hash: counted?.base_hash ?? '' };
  let before = base.hash;
  let { position } = base;
  let erased = 0;
  const verdict = (problem?: string, id?: string): AuditVerdict => ({
    intact: problem === undefined,
    checked: (problem === undefined ? position : position - 1) - base.position,
    removed: base.position,
    erased,
    unchained: Number(counted?.unchained ?? 0),
    head,
    ...(problem !== undefined && { broken: { position, ...(id !== undefined && { id }), problem } }),
  });
  if (counted?.base_is_told === false) {
    position = base.position + 1;
    return verdict('The lines before this place are not there any more, and no line says that retention removed them.');
  }
  if (expected !== undefined && expected.position === base.position && expected.hash !== base.hash) {
    position = base.position + 1;
    return verdict('The chain is consistent, but another one than the one noted.');
  }
  while (position < head.position) {
    const links = await database.query<Link>(
      `SELECT id, ${auditColumns}, position, payload_hash, chain_hash, erased_at FROM audit
       WHERE position > $1 AND position <= $2 ORDER BY position LIMIT $3`,
      [position, head.position, page],
    );
    for (const link of links) {
      position += 1;
      if (Number(link.position) !== position) return verdict('The line of this place is not there any more.');
      const problem = problemOf(link, before);
      if (problem !== undefined) return verdict(problem, link.id);
      before = link.chain_hash;
      if (link.erased_at !== null) erased += 1;
      if (expected?.position === position && expected.hash !== before)
        return verdict('The chain is consistent, but another one than the one noted.', link.id);
    }
    if (links.length === 0) {
      position += 1;
      return verdict('The lines from this place on are not there any more.');
    }
  }
  if (before !== head.hash) return verdict('The chain ends with another hash than the one kept beside it.');
  if (expected !== undefined && expected.position > position)
    return verdict(`The chain ends here; it was noted to have had ${expected.position} lines.`);
  if (expected !== undefined && expected.position < base.position)
    throw new Failure(
      `The head that was noted is that of line ${expected.position}, and retention has removed the lines up to ${base.position}: it proves nothing any more.`,
      {
        code: 'body-invalid',
        stage: 'input',
        disposition: 'park',
        fix: 'Note the head that `sluice audit verify` prints, more often than AUDIT_KEEP_DAYS; without a head the rest of the chain is checked.',
      },
    );
  return verdict();
}

function problemOf(link: Link, before: string): string | undefined {
  if (link.erased_at === null && payloadHashOf(link) !== link.payload_hash)
    return 'What the line says is not what it said when it was written.';
  if (chainHashOf(before, Number(link.position), link.id, link.payload_hash) !== link.chain_hash)
    return 'The line does not belong after the one before it.';
  return undefined;
}
