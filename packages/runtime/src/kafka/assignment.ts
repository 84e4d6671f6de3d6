import type { Admin, Consumer, ConsumerGroupJoinEvent } from 'kafkajs';
import type { Logger } from '../logging/logger.js';
import { pauseFor, withJitter } from '../pause-for.js';
import type { Database } from '../postgres/database.js';
import { countLost, describeRetentionLoss, type RetentionLoss } from './retention-loss.js';
import { bareTopic } from './names.js';

const placeOf = (topic: string, partition: number): string => `${topic}/${partition}`;

export interface AssignmentOptions {
  readonly database: Database;
  readonly admin: Admin;
  readonly prefix: string;
  readonly groupId: string;
  /** Known before the consumer runs. */
  readonly clusterId: () => string;
  readonly logger: Logger;
  readonly retryMs: number;
}

/** The partitions that the group gave to this member, until it gives them anew. */
export interface Generation {
  readonly positioned: Promise<void>;
  readonly isPositioned: boolean;
  /** True for the first message of a partition: an earlier process may have died of it. */
  isFirst(topic: string, partition: number): boolean;
  /**
   * The group's offset, where it is ahead of Postgres: records below it were folded before and are not in this database,
   * which therefore was restored from a backup.
   */
  foldedBefore(topic: string, partition: number): bigint | undefined;
}

/**
 * Sets the consumer to the high-water offsets in Postgres each time partitions are assigned. The group's own offsets show
 * the lag and nothing else: only what was committed in Postgres together with its effect counts as read.
 */
export class Assignment {
  readonly #options: AssignmentOptions;
  readonly #losses = new Map<string, RetentionLoss>();
  #current: PositioningGeneration | undefined;

  constructor(options: AssignmentOptions) {
    this.#options = options;
  }

  attach(consumer: Consumer, onJoin: () => void): void {
    consumer.on(consumer.events.GROUP_JOIN, (event) => {
      this.#current?.end();
      onJoin();
      this.#current = new PositioningGeneration(this.#options, this.#losses, consumer, event);
    });
  }

  get current(): Generation | undefined {
    return this.#current;
  }

  /** What retention deleted before this process could read it. */
  get retentionLosses(): readonly RetentionLoss[] {
    return [...this.#losses.values()];
  }

  end(): void {
    this.#current?.end();
  }
}

class PositioningGeneration implements Generation {
  readonly positioned: Promise<void>;
  isPositioned = false;
  readonly #ended = new AbortController();
  readonly #begun = new Set<string>();
  readonly #foldedBefore = new Map<string, bigint>();

  constructor(
    options: AssignmentOptions,
    losses: Map<string, RetentionLoss>,
    consumer: Consumer,
    event: ConsumerGroupJoinEvent,
  ) {
    this.positioned = this.#position(options, losses, consumer, event.payload.memberAssignment);
  }

  end(): void {
    this.#ended.abort();
  }

  isFirst(topic: string, partition: number): boolean {
    const place = placeOf(topic, partition);
    if (this.#begun.has(place)) return false;
    this.#begun.add(place);
    return true;
  }

  foldedBefore(topic: string, partition: number): bigint | undefined {
    return this.#foldedBefore.get(placeOf(topic, partition));
  }

  async #position(
    options: AssignmentOptions,
    losses: Map<string, RetentionLoss>,
    consumer: Consumer,
    assigned: Readonly<Record<string, number[]>>,
  ): Promise<void> {
    while (!this.#ended.signal.aborted) {
      try {
        const starts = await startsOf(options, assigned);
        if (this.#ended.signal.aborted) return;
        for (const { topic, bare, partition, start, committed, messagesLost } of starts) {
          const place = placeOf(bare, partition);
          if (messagesLost > 0n && !losses.has(place)) {
            const lost = { topic: bare, partition, messages: messagesLost };
            losses.set(place, lost);
            options.logger.error(
              { ...lost, messages: `${messagesLost}`, start: `${start}` },
              `ALARM: ${describeRetentionLoss(lost)}`,
            );
          }
          if (committed > start) this.#foldedBefore.set(place, committed);
          consumer.seek({ topic, partition, offset: start.toString() });
        }
        this.isPositioned = true;
        return;
      } catch (thrown) {
        options.logger.warn({ err: thrown }, 'cannot read the offsets to begin at; trying again');
        await pauseFor(withJitter(options.retryMs), this.#ended.signal);
      }
    }
  }
}

interface Start {
  readonly topic: string;
  readonly bare: string;
  readonly partition: number;
  readonly start: bigint;
  readonly committed: bigint;
  readonly messagesLost: bigint;
}

async function startsOf(options: AssignmentOptions, assigned: Readonly<Record<string, number[]>>): Promise<Start[]> {
  const { database, admin, prefix, groupId, clusterId, logger } = options;
  const names = Object.keys(assigned);
  if (names.length === 0) return [];
  type Row = { topic: string; partition: number; next_offset: string };
  const noted = await database.query<Row>(
    `SELECT topic, partition, next_offset FROM consumed WHERE cluster_id = $1 AND topic = ANY($2)`,
    [clusterId(), names.map((name) => bareTopic(prefix, name))],
  );
  const highWater = new Map(noted.map((row) => [placeOf(row.topic, row.partition), BigInt(row.next_offset)]));
  const groupOffsets = await admin.fetchOffsets({ groupId, topics: names });
  const starts: Start[] = [];
  for (const topic of names) {
    const bare = bareTopic(prefix, topic);
    const logs = new Map((await admin.fetchTopicOffsets(topic)).map((log) => [log.partition, log]));
    const committedOf = new Map(
      groupOffsets.find((one) => one.topic === topic)?.partitions.map((one) => [one.partition, BigInt(one.offset)]),
    );
    for (const partition of assigned[topic] ?? []) {
      const low = BigInt(logs.get(partition)?.low ?? 0);
      const high = BigInt(logs.get(partition)?.high ?? 0);
      const next = highWater.get(placeOf(bare, partition));
      if (next !== undefined && next > high) {
        logger.warn(
          { topic: bare, partition, next: `${next}`, high: `${high}` },
          'the topic was created again; it is read from its beginning',
        );
        await database.query(`DELETE FROM consumed WHERE topic = $1 AND partition = $2`, [bare, partition]);
      }
      const start = next === undefined || next > high || next < low ? low : next;
      const committed = committedOf.get(partition) ?? -1n;
      starts.push({
        topic,
        bare,
        partition,
        start,
        committed: committed > high ? -1n : committed,
        messagesLost: next === undefined || next > high ? 0n : countLost(next, low),
      });
    }
  }
  return starts;
}
