import type { Transaction } from '@sluice/runtime/postgres/database';
import type { AuditEntry } from '@sluice/shared/messages/audit';

/** Adds a line of history once: where it is there already, nothing changes. It was redacted by the app that wrote it. */
export async function addAuditRow(tx: Transaction, id: string, entry: AuditEntry): Promise<void> {
  const { document, app, action, summary, direction, by, details, at } = storable(entry) as AuditEntry;
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

/** A copy with characters replaced that Postgres cannot store: NUL, and halves of surrogate pairs. */
export function storable(value: unknown): unknown {
  if (typeof value === 'string') return value.toWellFormed().replaceAll('\0', '\uFFFD');
  if (Array.isArray(value)) return value.map(storable);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [storable(name) as string, storable(one)]));
}
