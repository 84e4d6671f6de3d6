import { z } from 'zod';
import { toCode } from '../code-text.js';
import { openEnum } from '../open-enum.js';
import { customFields, type CoupaFields } from './fields.js';
import { helpfulField, helpfulFields, optionalField, strictWhere } from './optional-field.js';
import { CodeField, DecimalField, TextField } from './field-values.js';

const Id = z.union([z.number().int(), z.string()], { error: 'is no id' }).transform(String);
const Coded = z.looseObject({ code: optionalField(CodeField) });
const Named = z.looseObject({ name: optionalField(CodeField) });
const WholeNumber = z.union([z.number(), z.string().regex(/^\d+$/).transform(Number)]).pipe(z.number().int());

const segments = Object.fromEntries(
  Array.from({ length: 20 }, (_, index) => [`segment-${index + 1}`, optionalField(CodeField)]),
);

/** Coupa's account: up to 20 segments, and the chart of accounts (`account-type`) that they belong to. */
export const CoupaAccount = z.looseObject({
  code: helpfulField(TextField),
  'account-type': optionalField(Named),
  ...segments,
});
export type CoupaAccount = z.infer<typeof CoupaAccount>;

const lineFields = {
  /** Text in Coupa (255): never parsed as a number. */
  'line-num': helpfulField(TextField),
  type: optionalField(openEnum(['OrderQuantityLine', 'OrderAmountLine'])),
  description: optionalField(TextField),
  quantity: optionalField(DecimalField),
  price: optionalField(DecimalField),
  total: optionalField(DecimalField),
  uom: optionalField(Coded),
  'need-by-date': optionalField(TextField),
  item: optionalField(z.looseObject({ 'item-number': optionalField(CodeField) })),
  commodity: optionalField(Named),
  'source-part-num': helpfulField(CodeField),
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
  'receiving-warehouse': optionalField(Named),
  status: optionalField(CodeField),
};

/** Both spellings occur in Coupa's own pages. */
const isCancelled = (status: unknown): boolean => status === 'cancelled' || status === 'canceled';

/** A line of an order. Of one that Coupa cancelled M3 is told nothing. */
export const CoupaOrderLine = strictWhere(
  ({ status }) => !isCancelled(status),
  z.looseObject({ id: Id, ...lineFields }),
  z.looseObject({ id: Id, ...helpfulFields(lineFields) }),
);
export type CoupaOrderLine = z.infer<typeof CoupaOrderLine>;

const addressParts = {
  name: optionalField(TextField),
  attention: optionalField(TextField),
  street1: optionalField(TextField),
  street2: optionalField(TextField),
  street3: optionalField(TextField),
  street4: optionalField(TextField),
  city: optionalField(TextField),
  'postal-code': optionalField(TextField),
  state: optionalField(TextField),
  'state-iso-code': optionalField(TextField),
  country: optionalField(Coded),
};
const LocationCode = { 'location-code': optionalField(CodeField) };

/**
 * Where goods go. Coupa: one without a location code was typed in for this order alone; of one with a code M3 is told the
 * code's warehouse and nothing else.
 */
export const CoupaAddress = strictWhere(
  ({ 'location-code': code }) => typeof code !== 'string' || toCode(code) === '',
  z.looseObject({ ...LocationCode, ...addressParts }),
  z.looseObject({ ...LocationCode, ...helpfulFields(addressParts) }),
);
export type CoupaAddress = z.infer<typeof CoupaAddress>;

const orderFields = {
  /** A draft may have none yet. */
  'po-number': optionalField(CodeField),
  type: helpfulField(CodeField),
  version: helpfulField(WholeNumber),
  'internal-revision': helpfulField(WholeNumber),
  'created-at': optionalField(TextField),
  'updated-at': helpfulField(TextField),
  supplier: optionalField(z.looseObject({ id: Id, name: helpfulField(TextField) })),
  currency: optionalField(Coded),
  'payment-term': optionalField(Coded),
  'ship-to-address': optionalField(CoupaAddress),
  'ship-to-attention': optionalField(TextField),
  /** Whatever stands here says that the order is paid by card. */
  pcard: optionalField(z.unknown()),
  'updated-by': helpfulField(z.looseObject({ login: helpfulField(TextField) })),
  'order-lines': optionalField(z.array(CoupaOrderLine)),
};

const head = {
  id: Id,
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
};

/**
 * A purchase order as Coupa's API returns it (`OrderHeader`, kebab-case): the fields that Sluice reads. Only those that M3
 * is told or a decision depends on must be as expected, and only of an issued order; all others are kept as they came.
 */
export const CoupaPurchaseOrder = strictWhere(
  ({ status }) => typeof status !== 'string' || status === 'issued',
  z.looseObject({ ...head, ...orderFields }),
  z.looseObject({ ...head, ...helpfulFields(orderFields) }),
);
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
