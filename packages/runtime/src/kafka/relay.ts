import type { Kafka, Producer } from 'kafkajs';
import { Failure } from '@sluice/shared/failure';
import type { TopicName } from '@sluice/shared/topics';
import type { Logger } from '../logging/logger.js';
import type { MessagingMetrics } from '../metrics.js';
import { pauseFor, withJitter } from '../pause-for.js';
import type { Database } from '../postgres/database.js';
import { schemaOf } from '../postgres/schema-of.js';
import { relayTransactionalId } from './names.js';
import { RelayLeadership } from './relay-leadership.js';
import {
  connectAndFence,
  createRelayProducer,
  isFenced,
  isLastingRefusal,
  publishBatch,
  type OutboxRow,
} from './publish-batch.js';

export interface RelayOptions {
  readonly database: Database;
  readonly databaseUrl: string;
  readonly kafka: Kafka;
  readonly prefix: string;
  readonly logger: Logger;
  readonly metrics: MessagingMetrics;
  readonly pollMs: number;
  /** How long a standby waits before it asks for the lock again, and a leader after an error. */
  readonly retryMs: number;
  /** Longest time that `stop` goes on publishing what is left. */
  readonly drainMs: number;
  readonly batchSize?: number;
}

export type RelayState = 'starting' | 'leader' | 'standby' | 'failing' | 'stopped';

/**
 * A batch costs about six round trips to brokers and database, however few rows it has. After one with at least
 * `rowsMin` rows more can be expected, so the next waits `paceMs` to collect them; after a full batch it begins at once.
 */
const busy = { rowsMin: 20, paceMs: 25 };

/** Publishes the outbox: in id order, in Kafka transactions; a row is deleted once the brokers have it. */
export class Relay {
  readonly #options: RelayOptions;
  readonly #stopping = new AbortController();
  #wake: AbortController = new AbortController();
  #running: Promise<void> | undefined;
  #state: RelayState = 'starting';
  #problem: Failure | undefined;

  constructor(options: RelayOptions) {
    this.#options = options;
    options.database.onCommit(({ topics }) => {
      if (isUrgent(topics)) this.#wake.abort();
    });
  }

  /** For readiness: `leader` and `standby` are healthy. */
  get state(): { readonly state: RelayState; readonly problem?: string } {
    return { state: this.#state, ...(this.#problem && { problem: this.#problem.message }) };
  }

  start(): void {
    this.#running = this.#run();
  }

  /** Publishes what is left, if it leads and the brokers are there, and ends. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#running;
    this.#become('stopped');
  }

  async #run(): Promise<void> {
    const { databaseUrl, database, retryMs, logger } = this.#options;
    while (!this.#stopping.signal.aborted) {
      let leadership: RelayLeadership | undefined;
      try {
        leadership = await RelayLeadership.take(databaseUrl, schemaOf(database.app));
        if (leadership === undefined) this.#become('standby');
        else await this.#lead(leadership);
      } catch (thrown) {
        this.#become('failing', thrown);
        logger.warn({ err: thrown }, 'the relay failed and tries again');
      } finally {
        await leadership?.giveUp();
      }
      await pauseFor(withJitter(retryMs), this.#stopping.signal);
    }
  }

  /** Leads until it stops, loses the lock or is fenced; a producer that had an error is replaced. */
  async #lead(leadership: RelayLeadership): Promise<void> {
    const { logger, retryMs, kafka, prefix, database } = this.#options;
    while (!this.#isOver(leadership)) {
      const producer = createRelayProducer(kafka, relayTransactionalId(prefix, database.app));
      try {
        // Fences the predecessor before a row is read.
        await connectAndFence(producer);
        this.#become('leader');
        await this.#publishAll(leadership, producer);
      } catch (thrown) {
        this.#become('failing', thrown);
        if (isFenced(thrown)) {
          logger.warn('another relay took over; this one stands by');
          return;
        }
        logger.warn({ err: thrown }, 'publishing failed; it is tried again with a new producer');
        await pauseFor(withJitter(retryMs), this.#stopping.signal, leadership.lost);
      } finally {
        await disconnect(producer);
      }
    }
  }

  async #publishAll(leadership: RelayLeadership, producer: Producer): Promise<void> {
    const { batchSize = 500, pollMs, drainMs } = this.#options;
    let drainUntil = Number.POSITIVE_INFINITY;
    for (;;) {
      this.#wake = new AbortController();
      const startedAt = performance.now();
      const rows = await leadership.nextBatch(batchSize);
      if (this.#stopping.signal.aborted) {
        drainUntil = Math.min(drainUntil, performance.now() + drainMs);
        if (rows.length === 0 || performance.now() > drainUntil) return;
      }
      if (rows.length === 0) await pauseFor(pollMs, this.#wake.signal, this.#stopping.signal);
      else await this.#publish(leadership, producer, rows);
      const restMs = startedAt + busy.paceMs - performance.now();
      if (rows.length >= busy.rowsMin && rows.length < batchSize && restMs > 0)
        await pauseFor(restMs, this.#stopping.signal);
    }
  }

  async #publish(leadership: RelayLeadership, producer: Producer, rows: readonly OutboxRow[]): Promise<void> {
    try {
      await publishBatch(producer, this.#options.prefix, rows);
    } catch (thrown) {
      if (!isLastingRefusal(thrown)) throw thrown;
      // The producer that met the refusal is of no more use; a new one sends the rows singly to find the one.
      await this.#publishSingly(leadership, rows);
      throw new Failure('A message was refused for good and set aside.', {
        code: 'unexpected',
        stage: 'publish',
        disposition: 'retry',
        cause: thrown,
      });
    }
    await leadership.delete(rows.map((row) => row.id));
    for (const row of rows) this.#options.metrics.published.inc({ topic: row.topic });
  }

  async #publishSingly(leadership: RelayLeadership, rows: readonly OutboxRow[]): Promise<void> {
    const { kafka, prefix, database, logger, metrics } = this.#options;
    const waiting = new Set<string>();
    for (const row of rows) {
      if (waiting.has(`${row.topic} ${row.key}`)) continue;
      const producer = createRelayProducer(kafka, relayTransactionalId(prefix, database.app));
      try {
        await connectAndFence(producer);
        await publishBatch(producer, prefix, [row]);
        await leadership.delete([row.id]);
        metrics.published.inc({ topic: row.topic });
      } catch (thrown) {
        if (!isLastingRefusal(thrown)) throw thrown;
        const { message } = Failure.from(thrown, 'publish');
        await leadership.setAside(row.id, message);
        waiting.add(`${row.topic} ${row.key}`);
        metrics.refused.inc({ topic: row.topic });
        logger.error(
          { outboxId: row.id, topic: row.topic, key: row.key, reason: message },
          'ALARM: the broker refuses this message for good; it lies in outbox_refused, and later ones of its key wait',
        );
      } finally {
        await disconnect(producer);
      }
    }
  }

  #isOver(leadership: RelayLeadership): boolean {
    return this.#stopping.signal.aborted || leadership.lost.aborted;
  }

  #become(state: RelayState, thrown?: unknown): void {
    this.#state = state;
    this.#problem = thrown === undefined ? undefined : Failure.from(thrown, 'publish');
    this.#options.metrics.relayLeader.set(state === 'leader' ? 1 : 0);
  }
}

/** Nobody waits for the history: it leaves with the next message, or at the next look. */
const isUrgent = (topics: ReadonlySet<TopicName>): boolean => topics.size > (topics.has('audit.v1') ? 1 : 0);

async function disconnect(producer: Producer): Promise<void> {
  await producer.disconnect().catch(() => undefined);
}
