import type { Logger } from '@sluice/runtime/logging/logger';
import { newId } from '@sluice/runtime/ids';
import type { Database } from '@sluice/runtime/postgres/database';
import { RepeatedWork } from '@sluice/runtime/repeated-work';
import { addAuditRow } from './add-audit-row.js';

/** Lines of one transaction, so that no lock is held for long. */
const batch = 5_000;

export const historyRemover = (database: Database, log: Logger, keepDays: number, everyMs: number): RepeatedWork =>
  new RepeatedWork({
    name: 'history remover',
    work: async () => {
      const removed = await removeOldHistory(database, keepDays);
      if (removed > 0) log.info({ removed, keepDays }, 'old lines of history were removed');
      return removed === batch ? 'at-once' : undefined;
    },
    everyMs,
    log,
    failed: 'old lines of history could not be removed yet',
  });

interface Link {
  readonly position: string;
  readonly chain_hash: string;
  readonly is_old: boolean;
}

/**
 * Removes the lines at the beginning of the chain that are older than so many days, and answers how many. The chain begins
 * from then on after the last of them, whose hash is kept; a line of the history itself says so, and is part of the proof.
 */
export const removeOldHistory = (database: Database, keepDays: number, rowsMax = batch): Promise<number> =>
  database.transaction(async (tx) => {
    const heads: { base_position: string }[] = await tx.query('SELECT base_position FROM audit_head FOR UPDATE');
    const links: Link[] = await tx.query(
      `SELECT position, chain_hash, at < now() - $2 * interval '1 day' AS is_old FROM audit
       WHERE position > $1 ORDER BY position LIMIT $3`,
      [heads[0]?.base_position ?? 0, keepDays, rowsMax],
    );
    const firstKept = links.findIndex(({ is_old }) => !is_old);
    const old = firstKept === -1 ? links : links.slice(0, firstKept);
    const last = old.at(-1);
    if (last === undefined) return 0;
    await tx.query('DELETE FROM audit WHERE position <= $1', [last.position]);
    await tx.query('UPDATE audit_head SET base_position = $1, base_hash = $2, base_at = now()', [
      last.position,
      last.chain_hash,
    ]);
    // Written here and not by way of Kafka: the chain must never begin anew without the line that says so.
    await addAuditRow(tx, newId(), {
      app: 'console',
      action: 'history-removed',
      summary: `${old.length} line(s) of history older than ${keepDays} days were removed; the chain goes on from place ${last.position}`,
      details: { position: Number(last.position), hash: last.chain_hash, removed: old.length, keepDays },
      at: new Date().toISOString(),
    });
    return old.length;
  });
