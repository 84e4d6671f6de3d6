import type { Transaction } from '../postgres/database.js';

/** In the fold's own transaction: effect and high-water offset are committed together or not at all. */
export async function noteConsumed(
  tx: Transaction,
  clusterId: string,
  place: { readonly topic: string; readonly partition: number; readonly offset: string },
): Promise<void> {
  await tx.query(
    `INSERT INTO consumed (topic, partition, next_offset, cluster_id) VALUES ($1, $2, $3::bigint + 1, $4)
     ON CONFLICT (topic, partition) DO UPDATE SET
       next_offset = CASE WHEN consumed.cluster_id = excluded.cluster_id
         THEN greatest(consumed.next_offset, excluded.next_offset) ELSE excluded.next_offset END,
       cluster_id = excluded.cluster_id, noted_at = now()`,
    [place.topic, place.partition, place.offset, clusterId],
  );
}
