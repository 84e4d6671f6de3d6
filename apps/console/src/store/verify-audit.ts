import type { Database } from '@sluice/runtime/postgres/database';
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

const page = 5_000;

/** Computes every hash of the chain again, and that of `expected`, a head noted earlier, where one is given. */
export async function verifyAudit(database: Database, expected?: ChainHead): Promise<AuditVerdict> {
  const [counted] = await database.query<{ unchained: string; position: string; chain_hash: string }>(
    `SELECT (SELECT count(*) FROM audit WHERE position IS NULL) AS unchained, position, chain_hash FROM audit_head`,
  );
  const head = { position: Number(counted?.position ?? 0), hash: counted?.chain_hash ?? '' };
  let before = '';
  let position = 0;
  let erased = 0;
  const verdict = (problem?: string, id?: string): AuditVerdict => ({
    intact: problem === undefined,
    checked: problem === undefined ? position : position - 1,
    erased,
    unchained: Number(counted?.unchained ?? 0),
    head,
    ...(problem !== undefined && { broken: { position, ...(id !== undefined && { id }), problem } }),
  });
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
  return verdict();
}

function problemOf(link: Link, before: string): string | undefined {
  if (link.erased_at === null && payloadHashOf(link) !== link.payload_hash)
    return 'What the line says is not what it said when it was written.';
  if (chainHashOf(before, Number(link.position), link.id, link.payload_hash) !== link.chain_hash)
    return 'The line does not belong after the one before it.';
  return undefined;
}
