import type { Transaction } from '@sluice/runtime/postgres/database';
import type { AuditEntry } from '@sluice/shared/messages/audit';

/** One line of history, once: a line that is already there changes nothing. */
export async function addAuditRow(tx: Transaction, id: string, entry: AuditEntry): Promise<void> {
  const { document, app, action, summary, direction, by, details, at } = entry;
  await tx.query(
    `INSERT INTO audit (id, type, document_id, app, action, summary, direction, by, details, at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
     ON CONFLICT (id) DO NOTHING`,
    [
      id,
      document?.type ?? null,
      document?.id ?? null,
      app,
      action,
      summary,
      direction ?? null,
      by ?? null,
      details === undefined ? null : JSON.stringify(details),
      at,
    ],
  );
}
