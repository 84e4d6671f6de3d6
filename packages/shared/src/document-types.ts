import type { z } from 'zod';
import type { AppName } from './apps.js';
import type { CoupaFields } from './coupa/fields.js';
import { CoupaPurchaseOrder, purchaseOrderFields } from './coupa/purchase-order.js';
import { CoupaSupplier, supplierFields } from './coupa/supplier.js';
import { M3Metadata } from './messages/m3-metadata.js';
import { M3SupplierChange, M3SupplierXref, PurchaseOrderXref, SupplierXref } from './messages/xref.js';

/** The systems that commands can be sent to. */
export const systems = ['m3', 'coupa'] as const;
export type System = (typeof systems)[number];

/**
 * The ways in which a list of Coupa is looked through.
 * `changed`: what was changed since the last round; `updated-at` is Coupa's only complete signal of a change.
 * `not-exported`: Coupa's own work list; it shows what was left from before, and what `changed` never saw.
 * `count`: everything that Sluice should hold by now, to say once a day whether it does.
 */
export type PollKind = 'changed' | 'not-exported' | 'count';

export type TopicPartitions = 1 | 6 | 12;

/** How Coupa holds documents of a type. */
export interface CoupaSide {
  /** What Sluice reads of a document; other fields are kept. */
  readonly body: z.ZodType;
  /** The collection in Coupa's API: `/api/purchase_orders`. */
  readonly path: string;
  /** Always named: the full object is very large, may be cut by the instance's own filters, and holds secrets. */
  readonly fields: CoupaFields;
  /** What else a fetch asks for. */
  readonly query: Readonly<Record<string, string>>;
  readonly polls: readonly PollKind[];
  /** Statuses of the documents that the poll looks for, where the installation chooses them by this setting. */
  readonly polledStatuses?: { readonly setting: string; readonly default: string };
  /** Whether Coupa counts the changes of a document in `internal-revision`; else only the time of its last change tells. */
  readonly hasRevision: boolean;
  /** Names under which senders of events, and roots of XML documents, know the type; case, blanks, hyphens and underscores do not count. */
  readonly names: readonly string[];
  /** Fields that only this type has at its top level: by them a document without a name is told. */
  readonly tellingFields: readonly string[];
}

export interface DocumentTypeRow {
  /** As people say it: `purchase order`, `purchase orders`. */
  readonly label: readonly [one: string, many: string];
  /** The sync that decides about it. Absent: a word that is known, and nothing is done about such documents yet. */
  readonly owner?: AppName;
  /** The systems that its sync sends commands to. */
  readonly sendsTo: readonly System[];
  /**
   * Of each topic of the type, fixed for ever; left out, 12. Every partition costs each of its readers, and so each message
   * of theirs, some time: a type of few documents has one.
   */
  readonly partitions?: TopicPartitions;
  /** Work of Sluice's own: a list of documents shows such a one only where somebody is needed, or where the type is asked for. */
  readonly isBackground?: true;
  /** Absent for documents that are not born in Coupa. */
  readonly coupa?: CoupaSide;
  /** What its sync tells others about each document, on `xref.<type>.v1`: the key, and the value's schema. */
  readonly crossReference?: { readonly key: string; readonly schema: z.ZodType };
}

/** One row a type. Topics, subscriptions, fetches, polls and the lists of the command line and the console follow from it. */
export const documentTypes = {
  'purchase-order': {
    label: ['purchase order', 'purchase orders'],
    owner: 'po-sync',
    sendsTo: ['m3', 'coupa'],
    coupa: {
      body: CoupaPurchaseOrder,
      path: '/api/purchase_orders',
      fields: purchaseOrderFields,
      // Without this, a line that was taken off an order is simply absent, and nothing says that it was there.
      query: { show_deleted_lines: 'true' },
      polls: ['changed', 'not-exported', 'count'],
      polledStatuses: { setting: 'COUPA_POLL_ORDER_STATUSES', default: 'issued,soft_closed,closed,cancelled,canceled' },
      hasRevision: true,
      // Coupa's own, in its order: API, XML and integration history, orders made elsewhere, Process Automator; and their lists.
      names: [
        'purchase_order',
        'order_header',
        'external_order_header',
        'order',
        'purchase_orders',
        'order_headers',
        'orders',
      ],
      tellingFields: ['po-number', 'order-lines'],
    },
    crossReference: { key: 'order line id', schema: PurchaseOrderXref },
  },
  supplier: {
    label: ['supplier', 'suppliers'],
    owner: 'supplier-sync',
    sendsTo: ['m3', 'coupa'],
    coupa: {
      body: CoupaSupplier,
      path: '/api/suppliers',
      fields: supplierFields,
      query: {},
      // Coupa: suppliers have no `exported`.
      polls: ['changed', 'count'],
      hasRevision: false,
      names: ['supplier', 'suppliers'],
      tellingFields: [
        'po-method',
        'invoice-matching-level',
        'remit-to-addresses',
        'supplier-sites',
        'one-time-supplier',
      ],
    },
    crossReference: { key: 'supplier id', schema: SupplierXref },
  },
  /** A supplier of M3 that is linked to none of Coupa's; its id is `<company>/<SUNO>`. */
  'm3-supplier': {
    label: ['supplier of M3', 'suppliers of M3'],
    owner: 'supplier-sync',
    sendsTo: ['m3', 'coupa'],
    partitions: 6,
    isBackground: true,
    // Told by the supplier that is linked to it.
    crossReference: { key: 'company/number in M3', schema: M3SupplierXref },
  },
  /** One a company, born here: it looks through M3's list of suppliers for changes. */
  'm3-supplier-scan': {
    label: ['scan of M3 suppliers', 'scans of M3 suppliers'],
    owner: 'supplier-sync',
    sendsTo: ['m3'],
    partitions: 1,
    isBackground: true,
    crossReference: { key: 'company/number in M3', schema: M3SupplierChange },
  },
  receipt: { label: ['receipt', 'receipts'], sendsTo: [] },
  invoice: { label: ['invoice', 'invoices'], sendsTo: [] },
  /** One a company, born here: what M3's own list of fields says of the transactions that orders are told by. */
  'm3-metadata': {
    label: ['field list of M3', 'field lists of M3'],
    owner: 'po-sync',
    sendsTo: ['m3'],
    partitions: 1,
    isBackground: true,
    crossReference: { key: 'company', schema: M3Metadata },
  },
} as const satisfies Record<string, DocumentTypeRow>;

type Rows = typeof documentTypes;
export type DocumentType = keyof Rows;

/** Types that are fetched from Coupa, and so have a topic of snapshots. */
export type FetchedType = {
  [Type in DocumentType]: Rows[Type] extends { coupa: CoupaSide } ? Type : never;
}[DocumentType];
/** Types whose sync sends commands to a system. */
export type TypeSentTo<To extends System> = {
  [Type in DocumentType]: To extends Rows[Type]['sendsTo'][number] ? Type : never;
}[DocumentType];
/** Types whose sync publishes cross-references. */
export type ReferencedType = {
  [Type in DocumentType]: Rows[Type] extends { crossReference: object } ? Type : never;
}[DocumentType];
/** The schema of what Coupa holds of a document. */
export type BodySchema<Type extends FetchedType> = Rows[Type]['coupa']['body'];
export type XrefSchema<Type extends ReferencedType> = Rows[Type]['crossReference']['schema'];

export const documentTypeNames = Object.keys(documentTypes) as [DocumentType, ...DocumentType[]];

/** The row with whatever it may hold; `documentTypes` itself knows of each row just what is there. */
export const rowOf = (type: DocumentType): DocumentTypeRow => documentTypes[type];

export const fetchedTypes = documentTypeNames.filter((type) => rowOf(type).coupa !== undefined) as FetchedType[];
export const referencedTypes = documentTypeNames.filter(
  (type) => rowOf(type).crossReference !== undefined,
) as ReferencedType[];
/** Types that some sync works on. */
export const ownedTypes = documentTypeNames.filter((type) => rowOf(type).owner !== undefined);
export const typesSentTo = <To extends System>(system: To): TypeSentTo<To>[] =>
  documentTypeNames.filter((type) => rowOf(type).sendsTo.includes(system)) as TypeSentTo<To>[];
/** Types of Sluice's own work. */
export const backgroundTypes = documentTypeNames.filter((type) => rowOf(type).isBackground === true);
/** The types that an app decides about. */
export const typesOwnedBy = (app: AppName): DocumentType[] =>
  documentTypeNames.filter((type) => rowOf(type).owner === app);
/** The apps that decide about documents. */
export const syncs = [...new Set(ownedTypes.map((type) => rowOf(type).owner as AppName))];

export const isFetchedType = (type: DocumentType): type is FetchedType => rowOf(type).coupa !== undefined;
/** How Coupa holds documents of a type that is fetched from there. */
export const coupaSideOf = (type: FetchedType): CoupaSide => documentTypes[type].coupa;
