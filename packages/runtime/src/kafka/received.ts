import type { Envelope } from '@sluice/shared/envelope';
import type { MessageOn, TopicName } from '@sluice/shared/topics';
import type { Transaction } from '../postgres/database.js';

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

export type Fold<T extends TopicName> = (tx: Transaction, message: Received<T>) => Promise<void>;

/** What is known of a message that does not parse. `headers` may hold `ce_commandid` and `ce_destination` of a command. */
export interface Unreadable {
  readonly topic: TopicName;
  readonly key: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly reason: string;
}
