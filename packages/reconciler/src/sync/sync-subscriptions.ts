import type { Database } from '@sluice/runtime/postgres/database';
import { topicsRead, type Fold, type Subscriptions } from '@sluice/runtime/subscriptions';
import { isFetchedType, rowOf, type DocumentType } from '@sluice/shared/document-types';
import { outcomeTopic, snapshotTopic, type TopicName } from '@sluice/shared/topics';
import type { AnyDomain } from '../decision.js';
import { foldOperatorCommand } from '../fold/fold-operator-command.js';
import { foldOutcome } from '../fold/fold-outcome.js';
import { foldReplicaMessage } from '../fold/fold-replica-message.js';
import { foldSnapshot } from '../fold/fold-snapshot.js';
import { readSnapshot } from '../fold/read-snapshot.js';

/**
 * All that a sync reads, by its domains: the snapshots of each type that is fetched from Coupa, the outcomes of every system
 * that its commands go to, the topics that decisions look up, and what people ask for. What is known changes here, and
 * nothing is decided: the loop does that.
 */
export function syncSubscriptions(domains: readonly AnyDomain[], database: Pick<Database, 'outbox'>): Subscriptions {
  const byType = new Map<DocumentType, AnyDomain>(domains.map((domain) => [domain.type, domain]));
  const operatorCommand: Fold<'operator.v1'> = async (tx, { value, envelope }) => {
    const domain = byType.get(value.document.type);
    if (domain) await foldOperatorCommand(tx, database, value, domain, envelope);
  };
  return Object.assign({ 'operator.v1': operatorCommand }, ...domains.map(ofDomain)) as Subscriptions;
}

/** The topics of them. */
export const topicsReadBy = (domains: readonly AnyDomain[]): TopicName[] => [
  ...new Set<TopicName>(['operator.v1', ...domains.flatMap((domain) => topicsRead(ofDomain(domain)))]),
];

function ofDomain(domain: AnyDomain): Subscriptions {
  const { type, lookups } = domain;
  const snapshot: Fold<ReturnType<typeof snapshotTopic>> = (tx, message) =>
    foldSnapshot(tx, readSnapshot(type, message));
  const outcome: Fold<NonNullable<ReturnType<typeof outcomeTopic>>> = (tx, { value, envelope }) =>
    foldOutcome(tx, value, domain, envelope);
  const outcomeTopics = rowOf(type).sendsTo.flatMap((system) => outcomeTopic(system, type) ?? []);
  return Object.fromEntries([
    ...(isFetchedType(type) ? [[snapshotTopic(type), snapshot]] : []),
    ...outcomeTopics.map((topic) => [topic, outcome]),
    ...lookups.map((topic) => [topic, foldReplicaMessage]),
  ]) as Subscriptions;
}
