import type { Transaction } from '@sluice/runtime/postgres/database';
import type { KnownDocument } from '../document/knowledge.js';
import { saveDestination } from '../document/destination-rows.js';
import type { AppliedDecision } from './apply-decision.js';

/** Keeps what was decided: the destinations, what they wait for, and when to decide again. What had just been read is read no more. */
export async function saveDecided(
  tx: Transaction,
  { ref }: KnownDocument,
  applied: readonly AppliedDecision[],
  again: { readonly until: string | undefined; readonly atLeastMs: number },
): Promise<void> {
  for (const { destination, message } of applied)
    await saveDestination(tx, ref, destination, { contacted: message !== undefined });
  await tx.query(`DELETE FROM waiting WHERE type = $1 AND id = $2`, [ref.type, ref.id]);
  const waits = applied.flatMap(({ destination, waitsFor }) =>
    waitsFor.map((wait) => ({ destination: destination.name, ...wait })),
  );
  if (waits.length > 0)
    await tx.query(
      `INSERT INTO waiting (type, id, destination, topic, key, seen_sequence)
       SELECT $1, $2, * FROM unnest($3::text[], $4::text[], $5::text[], $6::bigint[]) ON CONFLICT DO NOTHING`,
      [
        ref.type,
        ref.id,
        waits.map(({ destination }) => destination),
        waits.map(({ topic }) => topic),
        waits.map(({ key }) => key),
        waits.map(({ sequence }) => sequence),
      ],
    );
  await tx.query(`UPDATE fact SET just_read = false WHERE type = $1 AND id = $2 AND just_read`, [ref.type, ref.id]);
  // A moment that has passed already must not make the loop run in circles without a pause.
  await tx.query(
    `UPDATE document SET stuck = NULL, asked_by = NULL,
       due_at = CASE WHEN $3::timestamptz IS NULL THEN NULL
                ELSE greatest($3::timestamptz, now() + make_interval(secs => $4 / 1000.0)) END
     WHERE type = $1 AND id = $2`,
    [ref.type, ref.id, again.until ?? null, again.atLeastMs],
  );
}
