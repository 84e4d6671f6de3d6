import type { AppName } from '@sluice/shared/apps';

/** An installation's prefix is part of every name in Kafka; outside this folder names are bare. */
export const prefixedTopic = (prefix: string, topic: string): string => `${prefix}${topic}`;

export const bareTopic = (prefix: string, topic: string): string =>
  topic.startsWith(prefix) ? topic.slice(prefix.length) : topic;

export const groupOf = (prefix: string, app: AppName): string => `${prefix}sluice.${app}`;

export const relayTransactionalId = (prefix: string, app: AppName): string => `${prefix}sluice.${app}.relay`;
