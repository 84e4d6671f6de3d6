import { Client } from 'pg';
import { addressOf } from '../postgres/database-url.js';
import type { OutboxRow } from './publish-batch.js';

/** Fewer bytes than a broker takes in one batch by default, so that many small messages are never refused together. */
const batchBytesMax = 900_000;

/**
 * One relay per schema publishes: it holds an advisory lock on a connection of its own, and reads and deletes rows on
 * that very connection, so that a process that lost the lock can do neither.
 */
export class RelayLeadership {
  readonly #client: Client;
  /** Aborts when the connection, and with it the lock, is gone. */
  readonly lost: AbortSignal;

  private constructor(client: Client, lost: AbortSignal) {
    this.#client = client;
    this.lost = lost;
  }

  /** `undefined` while another process leads. */
  static async take(databaseUrl: string, schema: string): Promise<RelayLeadership | undefined> {
    const client = new Client({
      ...addressOf(databaseUrl),
      application_name: `sluice relay ${schema}`,
      options: `-c search_path=${schema} -c tcp_keepalives_idle=10 -c tcp_keepalives_interval=5 -c tcp_keepalives_count=3`,
      keepAlive: true,
      keepAliveInitialDelayMillis: 10_000,
      connectionTimeoutMillis: 5_000,
      query_timeout: 20_000,
    });
    const lost = new AbortController();
    client.on('error', (error) => lost.abort(error));
    client.on('end', () => lost.abort());
    try {
      await client.connect();
      const { rows } = await client.query<{ taken: boolean }>(
        `SELECT pg_try_advisory_lock(hashtextextended($1, 0)) AS taken`,
        [`sluice relay ${schema}`],
      );
      if (rows[0]?.taken === true) return new RelayLeadership(client, lost.signal);
    } catch (thrown) {
      await endClient(client);
      throw thrown;
    }
    await endClient(client);
    return undefined;
  }

  /** The next rows in id order; those behind a refused one of the same topic and key stay. */
  async nextBatch(limit: number): Promise<OutboxRow[]> {
    const { rows } = await this.#client.query<OutboxRow>(
      `SELECT id, topic, key, value::text AS value, headers FROM outbox o
       WHERE NOT EXISTS (SELECT 1 FROM outbox_refused r WHERE r.topic = o.topic AND r.key = o.key)
       ORDER BY id LIMIT $1`,
      [limit],
    );
    let bytes = 0;
    const end = rows.findIndex((row, index) => (bytes += row.value.length * 2) > batchBytesMax && index > 0);
    return end === -1 ? rows : rows.slice(0, end);
  }

  async delete(ids: readonly string[]): Promise<void> {
    await this.#client.query(`DELETE FROM outbox WHERE id = ANY($1::bigint[])`, [ids]);
  }

  async setAside(id: string, reason: string): Promise<void> {
    await this.#client.query(
      `WITH moved AS (DELETE FROM outbox WHERE id = $1 RETURNING id, topic, key, value, headers, created_at)
       INSERT INTO outbox_refused (id, topic, key, value, headers, created_at, reason)
       SELECT id, topic, key, value, headers, created_at, $2 FROM moved`,
      [id, reason],
    );
  }

  async giveUp(): Promise<void> {
    await endClient(this.#client);
  }
}

/** A connection that does not answer is cut after a short wait. */
async function endClient(client: Client): Promise<void> {
  const timer = setTimeout(() => cut(client), 2_000);
  await client.end().catch(() => undefined);
  clearTimeout(timer);
}

function cut(client: Client): void {
  (client as unknown as { connection?: { stream?: { destroy(): void } } }).connection?.stream?.destroy();
}
