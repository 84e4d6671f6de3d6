import type { TopicName } from '@sluice/shared/topics';
import type { EntityManager } from 'typeorm';

/** Keeps the newest value of a key; true when this one was newer. Older and repeated messages change nothing. */
export async function foldReplica(
  tx: EntityManager,
  topic: TopicName,
  key: string,
  sequence: number,
  value: unknown,
): Promise<boolean> {
  const rows: unknown[] = await tx.query(
    `INSERT INTO replica (topic, key, sequence, value) VALUES ($1, $2, $3, $4)
     ON CONFLICT (topic, key) DO UPDATE SET sequence = excluded.sequence, value = excluded.value, received_at = now()
     WHERE replica.sequence < excluded.sequence
     RETURNING key`,
    [topic, key, sequence, JSON.stringify(value)],
  );
  return rows.length > 0;
}
