import type { Received } from '@sluice/runtime/subscriptions';
import type { Transaction } from '@sluice/runtime/postgres/database';
import { textOfWord } from '@sluice/shared/open-enum';
import type { ReadReason } from '@sluice/shared/status';
import type { KeptReason } from './record-row.js';

/** The newest status of a document wins, whatever the order of arrival. */
export async function foldStatus(tx: Transaction, { value, envelope }: Received<'status.v1'>): Promise<void> {
  const { document, title, status, reason, waitingFor, warning, m3, highlights, destinations, at } = value;
  await tx.query(
    `INSERT INTO record AS known (type, document_id, title, status, reason, waiting_for, warning, m3, highlights, destinations, sequence, updated_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
     ON CONFLICT (type, document_id) DO UPDATE SET
       title = excluded.title, status = excluded.status, reason = excluded.reason, waiting_for = excluded.waiting_for,
       warning = excluded.warning, m3 = excluded.m3, highlights = excluded.highlights, destinations = excluded.destinations, sequence = excluded.sequence,
       updated_at = excluded.updated_at
     WHERE known.sequence < excluded.sequence`,
    [
      document.type,
      document.id,
      title,
      status,
      json(reason && kept(reason)),
      waitingFor ?? null,
      json(warning && kept(warning)),
      json(m3),
      json(highlights),
      json(
        destinations.map((destination) => ({
          ...destination,
          ...(destination.reason && { reason: kept(destination.reason) }),
        })),
      ),
      envelope.sequence,
      at,
    ],
  );
}

const kept = (reason: ReadReason): KeptReason => ({ ...reason, code: textOfWord(reason.code) });

const json = (value: unknown): string | null => (value === undefined ? null : JSON.stringify(value));
