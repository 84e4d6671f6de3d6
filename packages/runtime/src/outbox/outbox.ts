import { createHash } from 'node:crypto';
import { documentKey, type DocumentRef } from '@sluice/shared/document';
import { toHeaders, type Envelope } from '@sluice/shared/envelope';
import { Failure } from '@sluice/shared/failure';
import type { Priority } from '@sluice/shared/messages/command';
import type { AuditEntry } from '@sluice/shared/messages/audit';
import type { AppName } from '@sluice/shared/apps';
import type { Redaction } from '@sluice/shared/redaction';
import { topics, type TopicDefinition, type TopicName } from '@sluice/shared/topics';
import type { EntityManager } from 'typeorm';
import type { z } from 'zod';
import { newId } from '../ids.js';
import { traceparentAfter } from '../tracing/traceparent.js';
import { canonicalJson } from './canonical-json.js';
import { columnsOf, outboxInsert, type OutboxInsert } from './outbox-insert.js';

export type ValueOf<T extends TopicName> = z.input<(typeof topics)[T]['schema']>;

export interface MessageToPut<T extends TopicName> {
  readonly topic: T;
  readonly key: string;
  readonly value: ValueOf<T>;
  /** The message that led to this one: the trace goes on. */
  readonly cause?: Envelope;
  /** How urgent what follows from the message is; left out: live. */
  readonly priority?: Priority;
  /** For state topics whose writer keeps the sequence itself; others use `publishState`. */
  readonly sequence?: number;
}

/** A message of whatever topic. */
export type AnyMessageToPut = { [T in TopicName]: MessageToPut<T> }[TopicName];

export interface StateToPublish<T extends TopicName> extends Omit<MessageToPut<T>, 'sequence'> {
  /** What counts as content, where the value holds more (a time of writing, say). Default: the value. */
  readonly compare?: unknown;
  /** Sends it again under a new sequence, for a caller who believes that it did not arrive. */
  readonly evenIfUnchanged?: boolean;
}

export interface AuditToWrite extends Omit<AuditEntry, 'app' | 'at'> {
  readonly cause?: Envelope;
}

/** Messages leave an app through here: written in the transaction that changes the state, published by the relay. */
export class Outbox {
  readonly #app: AppName;
  readonly #redaction: Redaction;
  readonly #topics = new WeakMap<EntityManager, Set<TopicName>>();

  constructor(app: AppName, redaction: Redaction) {
    this.#app = app;
    this.#redaction = redaction;
  }

  /** Throws Failure `message-too-large`, or `body-invalid` where the value is not what the topic's schema says. */
  async put<T extends TopicName>(tx: EntityManager, message: MessageToPut<T>): Promise<void> {
    await this.putAll(tx, [message as AnyMessageToPut]);
  }

  /** Many messages in their order, in one statement; where one of them is invalid, none is written. */
  async putAll(tx: EntityManager, messages: readonly AnyMessageToPut[]): Promise<void> {
    if (messages.length === 0) return;
    await tx.query(outboxInsert(), this.columnsOf(messages));
    const topicsPut = this.#topics.get(tx) ?? new Set();
    for (const { topic } of messages) topicsPut.add(topic);
    this.#topics.set(tx, topicsPut);
  }

  /** The messages as `outboxInsert` takes them, for a statement that does more than put them. Throws like `put`. */
  columnsOf(messages: readonly AnyMessageToPut[]): string[][] {
    return columnsOf(messages.map((message) => this.#rowOf<TopicName>(message)));
  }

  /** Of the messages that a transaction has put so far. */
  topicsOf(tx: EntityManager): ReadonlySet<TopicName> {
    return this.#topics.get(tx) ?? new Set();
  }

  /**
   * For state topics: content that was already published is not sent again unless that is asked for; else the message gets the sequence
   * max(last + 1, the database's clock in ms), stamped under the lock of the key's row, so that readers can drop what is not newer.
   */
  async publishState<T extends TopicName>(
    tx: EntityManager,
    message: StateToPublish<T>,
  ): Promise<'published' | 'unchanged'> {
    const { topic, key, compare, evenIfUnchanged = false, ...rest } = message;
    const hash = createHash('sha256')
      .update(canonicalJson(compare ?? checked(topic, message.value)))
      .digest('hex');
    const last = await lockPublished(tx, topic, key);
    if (last.hash === hash && !evenIfUnchanged) return 'unchanged';
    const sequence = Math.max(last.sequence + 1, last.clockMs);
    await tx.query(`UPDATE published SET sequence = $3, hash = $4 WHERE topic = $1 AND key = $2`, [
      topic,
      key,
      sequence,
      hash,
    ]);
    await this.put(tx, { ...rest, topic, key, sequence });
    return 'published';
  }

  /** One line of history on `audit.v1`, redacted here: nothing secret gets as far as a table or Kafka. */
  async audit(tx: EntityManager, entry: AuditToWrite): Promise<void> {
    await this.put(tx, this.auditMessage(entry));
  }

  /** What `audit` puts, to be put together with other messages. */
  auditMessage({ cause, summary, by, details, ...entry }: AuditToWrite): MessageToPut<'audit.v1'> {
    const { text, value } = this.#redaction;
    const document: DocumentRef | undefined = entry.document;
    return {
      topic: 'audit.v1',
      key: document === undefined ? this.#app : documentKey(document),
      value: {
        ...entry,
        summary: text(summary),
        ...(by !== undefined && { by: text(by) }),
        ...(details !== undefined && { details: value(details) as Record<string, unknown> }),
        app: this.#app,
        at: new Date().toISOString(),
      },
      ...(cause !== undefined && { cause }),
    };
  }

  #rowOf<T extends TopicName>({ topic, key, value: given, sequence, priority, cause }: MessageToPut<T>): OutboxInsert {
    const definition: TopicDefinition = topics[topic];
    if (definition.state !== (sequence !== undefined))
      throw invalid(
        definition.state ? `${topic} carries state: publishState stamps its sequence` : `${topic} carries no sequence`,
      );
    const content = checked(topic, given);
    const value = JSON.stringify(content);
    const envelope = toHeaders({
      id: newId(),
      source: `/sluice/${this.#app}`,
      type: topic,
      time: new Date().toISOString(),
      subject: key,
      traceparent: traceparentAfter(cause?.traceparent),
      ...(sequence !== undefined && { sequence }),
      ...(priority !== undefined && { priority }),
    });
    const headers = JSON.stringify({ ...envelope, ...correlationOf(content) });
    refuseTooLarge(topic, key, value, headers, definition.maxBytes);
    return { topic, key, value, headers };
  }
}

/** Which command a message is about, in headers too: a gateway that cannot parse the body can still answer. */
function correlationOf(content: unknown): Record<string, string> {
  if (typeof content !== 'object' || content === null) return {};
  const { commandId, destination } = content as { commandId?: unknown; destination?: unknown };
  return {
    ...(typeof commandId === 'string' && { ce_commandid: commandId }),
    ...(typeof destination === 'string' && { ce_destination: destination }),
  };
}

async function lockPublished(tx: EntityManager, topic: string, key: string) {
  type Row = { sequence: string; hash: string; clock_ms: string };
  const columns = `sequence, hash, floor(extract(epoch FROM clock_timestamp()) * 1000)::bigint AS clock_ms`;
  let rows: Row[] = await tx.query(`SELECT ${columns} FROM published WHERE topic = $1 AND key = $2 FOR UPDATE`, [
    topic,
    key,
  ]);
  if (rows.length === 0)
    // The update locks the row that another transaction may have inserted a moment ago.
    rows = await tx.query(
      `INSERT INTO published (topic, key, sequence, hash) VALUES ($1, $2, 0, '')
       ON CONFLICT (topic, key) DO UPDATE SET topic = excluded.topic RETURNING ${columns}`,
      [topic, key],
    );
  const row = rows[0] as Row;
  return { sequence: Number(row.sequence), hash: row.hash, clockMs: Number(row.clock_ms) };
}

function checked<T extends TopicName>(topic: T, value: ValueOf<T>): unknown {
  const parsed = topics[topic].schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const why = parsed.error.issues.map((issue) => `${issue.path.join('.') || 'value'}: ${issue.message}`).join('; ');
  throw invalid(`The message for ${topic} is not what its schema says: ${why}`);
}

const invalid = (message: string): Failure =>
  new Failure(message, { code: 'body-invalid', stage: 'publish', disposition: 'park' });

function refuseTooLarge(topic: string, key: string, value: string, headers: string, maxBytes: number): void {
  const bytes = Buffer.byteLength(value) + Buffer.byteLength(key) + Buffer.byteLength(headers);
  if (bytes <= maxBytes) return;
  throw new Failure(`The message for ${topic} with key ${key} has ${bytes} bytes; ${maxBytes} are allowed.`, {
    code: 'message-too-large',
    stage: 'publish',
    disposition: 'park',
    fix: 'Make the document smaller at its source; the size of a topic is part of its contract.',
  });
}
