import { z } from 'zod';
import { DecimalField } from './decimal-field.js';
import { customFields, type CoupaFields } from './fields.js';
import { optionalField } from './optional-field.js';
import { openEnum } from '../open-enum.js';

const Id = z.union([z.number().int(), z.string()]).transform(String);
const Coded = z.looseObject({ code: optionalField(z.string()) });

const segments = Object.fromEntries(
  Array.from({ length: 20 }, (_, index) => [`segment-${index + 1}`, optionalField(z.string())]),
);

/** Coupa's account: up to 20 segments, and the chart of accounts (`account-type`) that they belong to. */
export const CoupaAccount = z.looseObject({
  code: optionalField(z.string()),
  'account-type': optionalField(z.looseObject({ name: optionalField(z.string()) })),
  ...segments,
});
export type CoupaAccount = z.infer<typeof CoupaAccount>;

export const CoupaOrderLine = z.looseObject({
  id: Id,
  /** Text in Coupa (255): never parsed as a number. */
  'line-num': optionalField(z.union([z.string(), z.number()]).transform(String)),
  type: openEnum(['OrderQuantityLine', 'OrderAmountLine']),
  description: optionalField(z.string()),
  quantity: optionalField(DecimalField),
  price: optionalField(DecimalField),
  total: optionalField(DecimalField),
  uom: optionalField(Coded),
  'need-by-date': optionalField(z.string()),
  item: optionalField(z.looseObject({ 'item-number': optionalField(z.string()), name: optionalField(z.string()) })),
  commodity: optionalField(z.looseObject({ name: optionalField(z.string()) })),
  'source-part-num': optionalField(z.string()),
  account: optionalField(CoupaAccount),
  'account-allocations': optionalField(
    z.array(
      z.looseObject({
        pct: optionalField(DecimalField),
        amount: optionalField(DecimalField),
        account: optionalField(CoupaAccount),
      }),
    ),
  ),
  /** Where Coupa keeps stock, only in lines of tenants that do; its name is the natural key. */
  'receiving-warehouse': optionalField(z.looseObject({ name: optionalField(z.string()) })),
  status: optionalField(z.string()),
});
export type CoupaOrderLine = z.infer<typeof CoupaOrderLine>;

/** Where goods go. Coupa: one without a location code was typed in for this order alone. */
export const CoupaAddress = z.looseObject({
  'location-code': optionalField(z.string()),
  name: optionalField(z.string()),
  attention: optionalField(z.string()),
  street1: optionalField(z.string()),
  street2: optionalField(z.string()),
  street3: optionalField(z.string()),
  street4: optionalField(z.string()),
  city: optionalField(z.string()),
  'postal-code': optionalField(z.string()),
  state: optionalField(z.string()),
  'state-iso-code': optionalField(z.string()),
  country: optionalField(Coded),
});
export type CoupaAddress = z.infer<typeof CoupaAddress>;

/**
 * A purchase order as Coupa's API returns it (`OrderHeader`, kebab-case), the fields that Sluice reads; others are kept.
 * Both spellings of cancelled occur in Coupa's own pages.
 */
export const CoupaPurchaseOrder = z.looseObject({
  id: Id,
  'po-number': z.string().min(1),
  status: openEnum([
    'draft',
    'buyer_hold',
    'currency_hold',
    'supplier_hold',
    'supplier_window_hold',
    'issued',
    'expensed',
    'cancelled',
    'canceled',
    'closed',
    'soft_closed',
    'error',
    'exported',
  ]),
  type: optionalField(z.string()),
  version: optionalField(z.number().int()),
  'internal-revision': optionalField(z.number().int()),
  exported: optionalField(z.boolean()),
  'created-at': optionalField(z.string()),
  'updated-at': optionalField(z.string()),
  supplier: optionalField(
    z.looseObject({ id: Id, name: optionalField(z.string()), number: optionalField(z.string()) }),
  ),
  currency: optionalField(Coded),
  'payment-term': optionalField(Coded),
  'shipping-term': optionalField(Coded),
  'ship-to-address': optionalField(CoupaAddress),
  'ship-to-attention': optionalField(z.string()),
  pcard: optionalField(z.looseObject({})),
  requester: optionalField(
    z.looseObject({ login: optionalField(z.string()), 'employee-number': optionalField(z.string()) }),
  ),
  'created-by': optionalField(z.looseObject({ login: optionalField(z.string()) })),
  'updated-by': optionalField(z.looseObject({ login: optionalField(z.string()) })),
  'custom-fields': optionalField(z.looseObject({})),
  'order-lines': optionalField(z.array(CoupaOrderLine)),
});
export type CoupaPurchaseOrder = z.infer<typeof CoupaPurchaseOrder>;

const accountFields: CoupaFields = [
  'id',
  'code',
  { account_type: ['id', 'name'] },
  ...Array.from({ length: 20 }, (_, index) => `segment_${index + 1}`),
];

const addressFields: CoupaFields = [
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

const orderLineFields: CoupaFields = [
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
  { account: accountFields },
  { account_allocations: ['pct', 'amount', { account: accountFields }] },
  { receiving_warehouse: ['id', 'name'] },
  { order_line_tax_detail: {} },
  'status',
  customFields,
];

/** The fields of an order that are asked of Coupa. */
export const purchaseOrderFields: CoupaFields = [
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
  { ship_to_address: addressFields },
  'ship_to_attention',
  { pcard: ['id'] },
  { requester: ['login', 'employee_number'] },
  { created_by: ['login'] },
  { updated_by: ['login'] },
  customFields,
  { order_lines: orderLineFields },
];
