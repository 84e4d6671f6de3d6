import type { Admin, Consumer, ConsumerGroupJoinEvent } from 'kafkajs';
import type { Logger } from '../logging/logger.js';
import { pauseFor, withJitter } from '../pause-for.js';
import type { Database } from '../postgres/database.js';
import { countLost, describeRetentionLoss, type RetentionLoss } from './retention-loss.js';
import { bareTopic } from './names.js';
import { describeRemadeTopic, type RemadeTopic } from './remade-topic.js';
import type { TopicIds } from './topic-ids.js';

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
  /** The ids of topics, given by their full names. */
  readonly topicIds: (topics: readonly string[]) => Promise<TopicIds>;
  /** How often it is looked whether a topic was made anew. */
  readonly topicsCheckMs: number;
}

/** What is known for as long as the process runs, whatever partitions it is given. */
interface Knowledge {
  readonly losses: Map<string, RetentionLoss>;
  /** By bare name. */
  readonly remade: Map<string, RemadeTopic>;
  /** By bare name. */
  readonly topicIds: Map<string, string>;
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
  readonly #known: Knowledge = { losses: new Map(), remade: new Map(), topicIds: new Map() };
  #current: PositioningGeneration | undefined;
  #isEnded = false;

  constructor(options: AssignmentOptions) {
    this.#options = options;
  }

  attach(consumer: Consumer, onJoin: () => void): void {
    consumer.on(consumer.events.GROUP_JOIN, (event) => {
      this.#current?.end();
      if (this.#isEnded) return;
      onJoin();
      this.#current = new PositioningGeneration(this.#options, this.#known, consumer, event);
    });
  }

  get current(): Generation | undefined {
    return this.#current;
  }

  /** What retention deleted before this process could read it. */
  get retentionLosses(): readonly RetentionLoss[] {
    return [...this.#known.losses.values()];
  }

  /** The topics that were deleted and made anew while this process ran or before. */
  get remadeTopics(): readonly RemadeTopic[] {
    return [...this.#known.remade.values()];
  }

  /** The id that Kafka gave the topic, as far as this process has read it. */
  topicIdOf(topic: string): string {
    return this.#known.topicIds.get(topic) ?? '';
  }

  /** A join that is still under way then changes nothing any more. */
  end(): void {
    this.#isEnded = true;
    this.#current?.end();
  }
}

class PositioningGeneration implements Generation {
  readonly positioned: Promise<void>;
  isPositioned = false;
  readonly #ended = new AbortController();
  readonly #begun = new Set<string>();
  readonly #foldedBefore = new Map<string, bigint>();

  readonly #options: AssignmentOptions;
  readonly #known: Knowledge;
  readonly #consumer: Consumer;

  constructor(options: AssignmentOptions, known: Knowledge, consumer: Consumer, event: ConsumerGroupJoinEvent) {
    this.#options = options;
    this.#known = known;
    this.#consumer = consumer;
    const { memberAssignment } = event.payload;
    this.positioned = this.#position(memberAssignment);
    void this.positioned.then(() => this.#watchTopics(memberAssignment));
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

  async #position(assigned: Assigned): Promise<void> {
    const { logger, retryMs } = this.#options;
    while (!this.#ended.signal.aborted) {
      try {
        const starts = await startsOf(this.#options, assigned);
        if (this.#ended.signal.aborted) return;
        await this.#noteRemade(starts);
        for (const { bare, topicId } of starts) this.#known.topicIds.set(bare, topicId);
        for (const start of starts) this.#begin(start);
        this.isPositioned = true;
        return;
      } catch (thrown) {
        logger.warn({ err: thrown }, 'cannot read the offsets to begin at; trying again');
        await pauseFor(withJitter(retryMs), this.#ended.signal);
      }
    }
  }

  #begin({ topic, bare, partition, start, committed, messagesLost }: Start): void {
    const place = placeOf(bare, partition);
    const { losses } = this.#known;
    if (messagesLost > 0n && !losses.has(place)) {
      const lost = { topic: bare, partition, messages: messagesLost };
      losses.set(place, lost);
      this.#options.logger.error(
        { ...lost, messages: `${messagesLost}`, start: `${start}` },
        `ALARM: ${describeRetentionLoss(lost)}`,
      );
    }
    if (committed > start) this.#foldedBefore.set(place, committed);
    else this.#foldedBefore.delete(place);
    this.#consumer.seek({ topic, partition, offset: start.toString() });
  }

  /** What was noted of the old topic counts no more; that it happened is logged, told in the history, and shown by the health. */
  async #noteRemade(starts: readonly Start[]): Promise<void> {
    const { database, logger } = this.#options;
    const topics = Map.groupBy(
      starts.filter(({ isRemade }) => isRemade),
      ({ bare }) => bare,
    );
    for (const [topic, parts] of topics) {
      const partitions = parts.map(({ partition }) => partition);
      const remade = { topic, noticedAt: new Date().toISOString() };
      const summary = describeRemadeTopic(remade);
      await database.transaction(async (tx) => {
        await tx.query('DELETE FROM consumed WHERE topic = $1 AND partition = ANY($2)', [topic, partitions]);
        await tx.query('DELETE FROM fold_try WHERE topic = $1 AND partition = ANY($2) AND dead_lettered_at IS NULL', [
          topic,
          partitions,
        ]);
        await database.outbox.audit(tx, { action: 'topic-made-anew', summary, details: { topic, partitions } });
      });
      // What the group had committed of the old topic would look, at the next start, as if Postgres held less than it did.
      const offsets = parts.map((part) => ({ topic: part.topic, partition: part.partition, offset: `${part.start}` }));
      await this.#consumer
        .commitOffsets(offsets)
        .catch((thrown: unknown) =>
          logger.debug({ err: thrown, topic }, 'the group keeps the offsets of the old topic'),
        );
      this.#known.remade.set(topic, remade);
      logger.error({ topic, partitions }, `ALARM: ${summary}`);
    }
  }

  /** A topic may be made anew while its consumer runs, which then goes on in the middle of the new one. */
  async #watchTopics(assigned: Assigned): Promise<void> {
    const { topicIds, topicsCheckMs, logger, prefix } = this.#options;
    const names = Object.keys(assigned);
    while (names.length > 0 && !this.#ended.signal.aborted) {
      await pauseFor(withJitter(topicsCheckMs), this.#ended.signal);
      if (this.#ended.signal.aborted) return;
      try {
        const ids = await topicIds(names);
        const remade = names.filter((name) => {
          const id = ids.get(name);
          return id !== undefined && id !== this.#known.topicIds.get(bareTopic(prefix, name));
        });
        if (remade.length > 0)
          await this.#position(Object.fromEntries(remade.map((name) => [name, assigned[name] ?? []])));
      } catch (thrown) {
        logger.debug({ err: thrown }, 'the ids of the topics cannot be read; trying again');
      }
    }
  }
}

type Assigned = Readonly<Record<string, number[]>>;

interface Start {
  readonly topic: string;
  readonly bare: string;
  readonly partition: number;
  readonly start: bigint;
  readonly committed: bigint;
  readonly messagesLost: bigint;
  readonly topicId: string;
  readonly isRemade: boolean;
}

async function startsOf(options: AssignmentOptions, assigned: Assigned): Promise<Start[]> {
  const { database, admin, prefix, groupId, clusterId, topicIds } = options;
  const names = Object.keys(assigned);
  if (names.length === 0) return [];
  type Row = { topic: string; partition: number; next_offset: string; topic_id: string };
  const noted = await database.query<Row>(
    `SELECT topic, partition, next_offset, topic_id FROM consumed WHERE cluster_id = $1 AND topic = ANY($2)`,
    [clusterId(), names.map((name) => bareTopic(prefix, name))],
  );
  const highWater = new Map(noted.map((row) => [placeOf(row.topic, row.partition), row]));
  const ids = await topicIds(names);
  const groupOffsets = await admin.fetchOffsets({ groupId, topics: names });
  const starts: Start[] = [];
  for (const topic of names) {
    const bare = bareTopic(prefix, topic);
    const topicId = ids.get(topic);
    if (topicId === undefined)
      throw new Error(`Kafka names no id of ${topic}: is it there, and are the brokers of 2.8 or newer?`);
    const logs = new Map((await admin.fetchTopicOffsets(topic)).map((log) => [log.partition, log]));
    const committedOf = new Map(
      groupOffsets.find((one) => one.topic === topic)?.partitions.map((one) => [one.partition, BigInt(one.offset)]),
    );
    for (const partition of assigned[topic] ?? []) {
      const low = BigInt(logs.get(partition)?.low ?? 0);
      const high = BigInt(logs.get(partition)?.high ?? 0);
      const row = highWater.get(placeOf(bare, partition));
      const next = row && BigInt(row.next_offset);
      // The offset alone would show it only while the new topic is shorter than the old one was.
      const isRemade = row !== undefined && (row.topic_id !== topicId || BigInt(row.next_offset) > high);
      const start = next === undefined || isRemade || next < low ? low : next;
      const committed = committedOf.get(partition) ?? -1n;
      starts.push({
        topic,
        bare,
        partition,
        start,
        committed: isRemade || committed > high ? -1n : committed,
        messagesLost: next === undefined || isRemade ? 0n : countLost(next, low),
        topicId,
        isRemade,
      });
    }
  }
  return starts;
}
