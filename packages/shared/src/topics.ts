import { z } from 'zod';
import { appNames, type AppName } from './apps.js';
import {
  coupaSideOf,
  documentTypes,
  fetchedTypes,
  referencedTypes,
  rowOf,
  syncs,
  typesSentTo,
  type BodySchema,
  type DocumentType,
  type FetchedType,
  type ReferencedType,
  type System,
  type TopicPartitions,
  type TypeSentTo,
  type XrefSchema,
} from './document-types.js';
import { AuditEntry } from './messages/audit.js';
import { CoupaCommandMessage, M3CommandMessage } from './messages/command.js';
import { Control } from './messages/control.js';
import { DeadLetter } from './messages/dead-letter.js';
import { DocumentStatus } from './messages/document-status.js';
import { Mapping } from './messages/mapping.js';
import { Notice } from './messages/notice.js';
import { OperatorCommand } from './messages/operator.js';
import { Outcome } from './messages/outcome.js';
import { snapshotOf } from './messages/snapshot.js';

const days = (count: number): number => count * 24 * 60 * 60 * 1000;

export interface TopicDefinition {
  /** What a message is about, and so what stays in order. */
  readonly key: string;
  readonly schema: z.ZodType;
  /** Fixed for ever: another count is another version of the topic. */
  readonly partitions: TopicPartitions;
  readonly cleanup: 'delete' | 'compact';
  /** For `delete`: how long messages stay. For `compact`: how long every message stays before only the latest of its key does. */
  readonly retentionMs: number;
  readonly maxBytes: number;
  readonly owner: readonly AppName[] | 'all';
  /** State topics carry `ce_sequence`; a reader keeps the newest of each key. */
  readonly state: boolean;
  readonly replay: 'yes' | 'never' | 'redrive';
}

const document = { partitions: 12, maxBytes: 1_000_000 } as const;
const partitionsOf = (type: DocumentType, usual: TopicPartitions): TopicPartitions => rowOf(type).partitions ?? usual;
const snapshot = {
  ...document,
  key: '<type>/<id>',
  cleanup: 'compact',
  retentionMs: days(30),
  owner: ['coupa-gateway'],
  state: true,
  replay: 'yes',
} as const;
const exchange = {
  ...document,
  key: '<type>/<id>',
  cleanup: 'delete',
  retentionMs: days(30),
  state: false,
  replay: 'never',
} as const;
const table = { cleanup: 'compact', retentionMs: 0, maxBytes: 100_000, state: true, replay: 'yes' } as const;

const commandMessages = { m3: M3CommandMessage, coupa: CoupaCommandMessage } as const;
type CommandMessages = typeof commandMessages;
/** Each system has one caller. */
export const gatewayOf = { m3: 'cloudsuite-gateway', coupa: 'coupa-gateway' } as const satisfies Record<
  System,
  AppName
>;

export type SnapshotTopic<Type extends FetchedType = FetchedType> = `coupa.${Type}.v1`;
export type XrefTopic<Type extends ReferencedType = ReferencedType> = `xref.${Type}.v1`;
export type CommandTopic<To extends System = System> = { [One in To]: `${One}.command.${TypeSentTo<One>}.v1` }[To];
export type OutcomeTopic<To extends System = System> = { [One in To]: `${One}.outcome.${TypeSentTo<One>}.v1` }[To];

/** The topics of a document type, by its row in the registry of document types. */
type SnapshotTopics = {
  [Type in FetchedType as SnapshotTopic<Type>]: TopicDefinition & {
    readonly schema: BodySchema<Type> extends infer Body extends z.ZodType
      ? ReturnType<typeof snapshotOf<Body>>
      : never;
  };
};
type XrefTopics = {
  [Type in ReferencedType as XrefTopic<Type>]: TopicDefinition & { readonly schema: XrefSchema<Type> };
};
type CommandTopics = {
  [To in System as CommandTopic<To>]: TopicDefinition & { readonly schema: CommandMessages[To] };
};
type OutcomeTopics = { [Topic in OutcomeTopic]: TopicDefinition & { readonly schema: typeof Outcome } };

const ownerOf = (type: DocumentType): AppName[] => {
  const { owner } = rowOf(type);
  return owner === undefined ? [] : [owner];
};

const snapshotTopics = Object.fromEntries(
  fetchedTypes.map((type) => [
    `coupa.${type}.v1`,
    { ...snapshot, partitions: partitionsOf(type, 12), schema: snapshotOf(coupaSideOf(type).body) },
  ]),
) as unknown as SnapshotTopics;
const xrefTopics = Object.fromEntries(
  referencedTypes.map((type) => [
    `xref.${type}.v1`,
    { ...table, ...documentTypes[type].crossReference, partitions: partitionsOf(type, 6), owner: ownerOf(type) },
  ]),
) as unknown as XrefTopics;
const commandTopicsTo = (system: System) =>
  typesSentTo(system).flatMap((type) => {
    const common = { ...exchange, partitions: partitionsOf(type, 12) };
    return [
      [`${system}.command.${type}.v1`, { ...common, schema: commandMessages[system], owner: ownerOf(type) }] as const,
      [`${system}.outcome.${type}.v1`, { ...common, schema: Outcome, owner: [gatewayOf[system]] }] as const,
    ];
  });
const exchangeTopics = Object.fromEntries([
  ...commandTopicsTo('m3'),
  ...commandTopicsTo('coupa'),
]) as unknown as CommandTopics & OutcomeTopics;

/** The one registry of topics. Names are bare: the prefix of an installation is added at the rim (`packages/runtime/src/kafka`). */
export const topics = {
  'coupa.notice.v1': {
    ...document,
    key: '<type>/<id>',
    schema: Notice,
    cleanup: 'delete',
    retentionMs: days(30),
    owner: ['ingress', 'coupa-gateway', ...syncs],
    state: false,
    replay: 'yes',
  },
  ...snapshotTopics,
  ...exchangeTopics,
  ...xrefTopics,
  'mapping.v1': { ...table, key: '<table>/<key>', schema: Mapping, partitions: 6, owner: ['console'] },
  'control.v1': { ...table, key: 'domain', schema: Control, partitions: 1, owner: ['console'] },
  'operator.v1': { ...exchange, schema: OperatorCommand, owner: ['console'] },
  'status.v1': { ...table, key: '<type>/<id>', schema: DocumentStatus, partitions: 12, owner: syncs },
  'audit.v1': {
    ...document,
    key: '<type>/<id>',
    schema: AuditEntry,
    cleanup: 'delete',
    retentionMs: days(365),
    owner: 'all',
    state: false,
    replay: 'never',
  },
  'dead-letter.v1': {
    ...document,
    key: 'original key',
    schema: DeadLetter,
    maxBytes: 2_000_000,
    cleanup: 'delete',
    retentionMs: days(90),
    owner: 'all',
    state: false,
    replay: 'redrive',
  },
} as const satisfies Record<string, TopicDefinition>;

export type TopicName = keyof typeof topics;

/** Topics whose latest value of each key a sync may keep a copy of. */
export type ReplicaTopic = XrefTopic | 'mapping.v1';

/** The value of a message on a topic, as its readers see it. */
export type MessageOn<Topic extends TopicName> = z.output<(typeof topics)[Topic]['schema']>;

/** The same as its writers give it. */
export type ValueOn<Topic extends TopicName> = z.input<(typeof topics)[Topic]['schema']>;

export const topicNames = Object.keys(topics) as TopicName[];

export const isTopicName = (name: string): name is TopicName => Object.hasOwn(topics, name);

/** The snapshots of a type that is fetched from Coupa. */
export const snapshotTopic = <Type extends FetchedType>(type: Type): SnapshotTopic<Type> => `coupa.${type}.v1`;

/** Where commands about documents of a type go; `undefined` where its sync sends that system none. */
export function commandTopic<To extends System>(system: To, type: DocumentType): CommandTopic<To> | undefined {
  const name = `${system}.command.${type}.v1`;
  return isTopicName(name) ? (name as CommandTopic<To>) : undefined;
}

/** Where the outcomes of those commands are read. */
export function outcomeTopic<To extends System>(system: To, type: DocumentType): OutcomeTopic<To> | undefined {
  const name = `${system}.outcome.${type}.v1`;
  return isTopicName(name) ? (name as OutcomeTopic<To>) : undefined;
}

/** All command topics of a system: what its gateway reads. */
export const commandTopics = <To extends System>(system: To): CommandTopic<To>[] =>
  typesSentTo(system).map((type) => `${system}.command.${type}.v1` as CommandTopic<To>);

/** The apps that read a topic; every one of them has a consumer group. */
export const appsThatRead: readonly AppName[] = appNames.filter((app) => app !== 'ingress');
