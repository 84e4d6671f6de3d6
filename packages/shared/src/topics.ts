import { z } from 'zod';
import { AuditEntry } from './messages/audit.js';
import { CoupaCommandMessage, M3CommandMessage } from './messages/command.js';
import { Control } from './messages/control.js';
import { DeadLetter } from './messages/dead-letter.js';
import { DocumentStatus } from './messages/document-status.js';
import { Mapping } from './messages/mapping.js';
import { Notice } from './messages/notice.js';
import { OperatorCommand } from './messages/operator.js';
import { Outcome } from './messages/outcome.js';
import { PurchaseOrderSnapshot, SupplierSnapshot } from './messages/snapshot.js';
import { PurchaseOrderXref, SupplierXref } from './messages/xref.js';

const days = (count: number): number => count * 24 * 60 * 60 * 1000;

export type AppName =
  | 'ingress'
  | 'po-sync'
  | 'supplier-sync'
  | 'invoice-sync'
  | 'cloudsuite-gateway'
  | 'coupa-gateway'
  | 'console';

export interface TopicDefinition {
  /** What a message is about, and so what stays in order. */
  readonly key: string;
  readonly schema: z.ZodType;
  /** Fixed for ever: another count is another version of the topic. */
  readonly partitions: 1 | 6 | 12;
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

/** The one registry of topics. Names are bare: the prefix of an installation is added at the rim (`packages/runtime/src/kafka`). */
export const topics = {
  'coupa.notice.v1': {
    ...document,
    key: '<type>/<id>',
    schema: Notice,
    cleanup: 'delete',
    retentionMs: days(30),
    owner: ['ingress', 'po-sync', 'invoice-sync', 'coupa-gateway'],
    state: false,
    replay: 'yes',
  },
  'coupa.purchase-order.v1': { ...snapshot, schema: PurchaseOrderSnapshot },
  'coupa.supplier.v1': { ...snapshot, schema: SupplierSnapshot },
  'm3.command.purchase-order.v1': { ...exchange, schema: M3CommandMessage, owner: ['po-sync'] },
  'm3.outcome.purchase-order.v1': { ...exchange, schema: Outcome, owner: ['cloudsuite-gateway'] },
  'm3.command.supplier.v1': { ...exchange, schema: M3CommandMessage, owner: ['supplier-sync'] },
  'm3.outcome.supplier.v1': { ...exchange, schema: Outcome, owner: ['cloudsuite-gateway'] },
  'coupa.command.purchase-order.v1': { ...exchange, schema: CoupaCommandMessage, owner: ['po-sync'] },
  'coupa.outcome.purchase-order.v1': { ...exchange, schema: Outcome, owner: ['coupa-gateway'] },
  'xref.supplier.v1': { ...table, key: 'supplier id', schema: SupplierXref, partitions: 6, owner: ['supplier-sync'] },
  'xref.purchase-order.v1': {
    ...table,
    key: 'order line id',
    schema: PurchaseOrderXref,
    partitions: 6,
    owner: ['po-sync'],
  },
  'mapping.v1': { ...table, key: '<table>/<key>', schema: Mapping, partitions: 6, owner: ['console'] },
  'control.v1': { ...table, key: 'domain', schema: Control, partitions: 1, owner: ['console'] },
  'operator.v1': { ...exchange, schema: OperatorCommand, owner: ['console'] },
  'status.v1': {
    ...table,
    key: '<type>/<id>',
    schema: DocumentStatus,
    partitions: 12,
    owner: ['po-sync', 'supplier-sync', 'invoice-sync'],
  },
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

/** The value of a message on a topic, as its readers see it. */
export type MessageOn<Topic extends TopicName> = z.output<(typeof topics)[Topic]['schema']>;

export const topicNames = Object.keys(topics) as TopicName[];

export const isTopicName = (name: string): name is TopicName => Object.hasOwn(topics, name);
