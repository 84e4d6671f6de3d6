import type { Envelope } from '@sluice/shared/envelope';
import type { MessageOn, TopicName } from '@sluice/shared/topics';
import type { Transaction } from './postgres/database.js';

/**
 * What an app reads, as data: each topic with the function that folds its messages. Live messages, tests and a replay call
 * the same function, so nothing about Kafka belongs into it.
 */
export type Subscriptions = { readonly [Topic in TopicName]?: Fold<Topic> };

/**
 * Brings a message into the app's own tables, inside the transaction that also notes the offset. It is called again with the
 * same message after a crash or a failure, so it must be safe to repeat.
 */
export type Fold<T extends TopicName> = (tx: Transaction, message: Received<T>) => Promise<void>;

/** A message as its fold sees it. */
export interface Received<T extends TopicName> {
  readonly topic: T;
  readonly key: string;
  readonly value: MessageOn<T>;
  readonly envelope: Envelope;
  readonly partition: number;
  readonly offset: string;
  /** The message is read again on an operator's behalf. */
  readonly replay?: boolean;
}

/** Called for a message that does not parse, in the transaction that sends it to the dead letters: a gateway answers the command. */
export type OnUnreadable = (tx: Transaction, message: Unreadable) => Promise<void>;

/** What is known of a message that does not parse. `headers` may hold `ce_commandid` and `ce_destination` of a command. */
export interface Unreadable {
  readonly topic: TopicName;
  readonly key: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly reason: string;
}

/** The topics that have a fold. */
export const topicsRead = (subscriptions: Subscriptions): TopicName[] => Object.keys(subscriptions) as TopicName[];
