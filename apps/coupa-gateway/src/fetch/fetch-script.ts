import type { DocumentRef, DocumentType } from '@sluice/shared/document';
import type { CoupaStep } from '@sluice/shared/script';

type Fields = readonly (string | { readonly [field: string]: Fields | Record<string, never> })[];

const segments = Array.from({ length: 20 }, (_, index) => `segment_${index + 1}`);
const account: Fields = ['id', 'code', { account_type: ['id', 'name'] }, ...segments];
/** Fields are named by the tenant, so all of them are asked for. */
const customFields = { custom_fields: {} };

const shipTo: Fields = [
  'location_code',
  'name',
  'attention',
  'street1',
  'street2',
  'street3',
  'street4',
  'city',
  'postal_code',
  'state',
  'state_iso_code',
  { country: ['code'] },
];

const orderLine: Fields = [
  'id',
  'line_num',
  'type',
  'description',
  'quantity',
  'price',
  'total',
  { uom: ['code'] },
  'need_by_date',
  { item: ['item_number', 'name'] },
  { commodity: ['name'] },
  'source_part_num',
  { account },
  { account_allocations: ['pct', 'amount', { account }] },
  { receiving_warehouse: ['id', 'name'] },
  { order_line_tax_detail: {} },
  'status',
  customFields,
];

const purchaseOrder: Fields = [
  'id',
  'po_number',
  'status',
  'type',
  'version',
  'internal_revision',
  'exported',
  'created_at',
  'updated_at',
  { supplier: ['id', 'name', 'number'] },
  { currency: ['code'] },
  { payment_term: ['code'] },
  { shipping_term: ['code'] },
  { ship_to_address: shipTo },
  'ship_to_attention',
  { pcard: ['id'] },
  { requester: ['login', 'employee_number'] },
  { created_by: ['login'] },
  { updated_by: ['login'] },
  customFields,
  { order_lines: orderLine },
];

const supplier: Fields = [
  'id',
  'name',
  'number',
  'status',
  'on_hold',
  'updated_at',
  { updated_by: ['login'] },
  { payment_term: ['code'] },
  customFields,
];

interface Resource {
  readonly path: string;
  readonly fields: Fields;
  readonly more: Readonly<Record<string, string>>;
}

/**
 * Where a document is found and which of its fields are asked for, by their names in Coupa's queries. Always named: the
 * full object is very large, may be cut by the instance's own filters, and holds secrets of suppliers.
 */
export const resources = {
  // Without this, a line that was taken off an order is simply absent, and nothing says that it was there.
  'purchase-order': { path: '/api/purchase_orders', fields: purchaseOrder, more: { show_deleted_lines: 'true' } },
  supplier: { path: '/api/suppliers', fields: supplier, more: {} },
} as const satisfies Partial<Record<DocumentType, Resource>>;

/** Kinds of document that have a topic for their snapshots. */
export type FetchedType = keyof typeof resources;
export type FetchedRef = DocumentRef & { readonly type: FetchedType };

export const isFetched = (document: DocumentRef): document is FetchedRef => Object.hasOwn(resources, document.type);

/** The read that fetches one document. */
export function fetchScript({ type, id }: FetchedRef): [CoupaStep] {
  const { path, fields, more } = resources[type];
  return [
    {
      id: 'fetch',
      method: 'GET',
      path: `${path}/${encodeURIComponent(id)}`,
      query: { fields: JSON.stringify(fields), ...more },
      repeat: 'safe',
    },
  ];
}
