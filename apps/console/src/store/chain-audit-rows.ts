import type { Database } from '@sluice/runtime/postgres/database';
import { chainHashOf, payloadHashOf, type RowToHash } from '../hash-audit-row.js';
import { auditColumns } from './audit-row.js';
import type { Logger } from '@sluice/runtime/logging/logger';
import { RepeatedWork } from '@sluice/runtime/repeated-work';

const batch = 500;

/** Chains new lines of history by hash, a moment after they were folded. */
export const auditChain = (database: Database, log: Logger, everyMs: number): RepeatedWork =>
  new RepeatedWork({
    name: 'audit chain',
    work: async () => ((await chainAuditRows(database, batch)) === batch ? 'at-once' : undefined),
    everyMs,
    log,
    failed: 'new lines of history could not be chained yet',
  });

/**
 * Puts the next lines at the end of the chain and answers how many. The lock of the head makes one writer of many
 * processes; the folds themselves do not wait for each other.
 */
const chainAuditRows = (database: Database, rowsMax: number): Promise<number> =>
  database.transaction(async (tx) => {
    const heads: { position: string; chain_hash: string }[] = await tx.query(
      'SELECT position, chain_hash FROM audit_head FOR UPDATE',
    );
    const rows: RowToHash[] = await tx.query(
      `SELECT id, ${auditColumns} FROM audit WHERE position IS NULL ORDER BY arrival LIMIT $1`,
      [rowsMax],
    );
    if (rows.length === 0) return 0;
    let position = Number(heads[0]?.position ?? 0);
    let hash = heads[0]?.chain_hash ?? '';
    const links = rows.map((row) => {
      position += 1;
      const payloadHash = payloadHashOf(row);
      hash = chainHashOf(hash, position, row.id, payloadHash);
      return { id: row.id, position, payloadHash, hash };
    });
    await tx.query(
      `UPDATE audit SET position = link.position, payload_hash = link.payload_hash, chain_hash = link.chain_hash
       FROM unnest($1::uuid[], $2::bigint[], $3::text[], $4::text[]) AS link (id, position, payload_hash, chain_hash)
       WHERE audit.id = link.id`,
      [
        links.map((link) => link.id),
        links.map((link) => link.position),
        links.map((link) => link.payloadHash),
        links.map((link) => link.hash),
      ],
    );
    await tx.query('UPDATE audit_head SET position = $1, chain_hash = $2', [position, hash]);
    return rows.length;
  });
