/**
 * The part of Coupa's published shapes (Core release R39) that Sluice's flows depend on, kept by hand: JSON Schema, with
 * decimals as text and free custom fields. What a document has besides is allowed, as newer releases add fields.
 */
const text = (maxLength: number) => ({ type: 'string', maxLength });
const integer = { type: 'integer' };
const boolean = { type: 'boolean' };
const decimal = { type: 'string', pattern: '^-?\\d+(\\.\\d+)?$' };
const time = { type: 'string', pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}[+-]\\d{2}:\\d{2}$' };
const object = (properties: object, required: readonly string[] = []) => ({ type: 'object', properties, required });
const list = (items: object) => ({ type: 'array', items });
/** Coupa shows null in places and leaves the field out in others: both are nothing. */
const orNull = (schema: object) => ({ anyOf: [schema, { type: 'null' }] });

const currency = object({ id: integer, code: text(6) }, ['code']);
const uom = object({ code: text(6), name: text(100) }, ['code']);
const country = object({ code: text(4), name: text(100) });
const segments = Object.fromEntries(Array.from({ length: 20 }, (_, index) => [`segment-${index + 1}`, text(100)]));
const account = object({ id: integer, code: text(1024), name: text(1024), ...segments });

export const address = object({
  'location-code': text(255),
  street1: text(255),
  street2: text(255),
  city: text(255),
  state: text(255),
  'postal-code': text(255),
  country,
});

export const supplier = object(
  {
    id: integer,
    name: text(100),
    number: text(255),
    status: { enum: ['active', 'inactive', 'draft'] },
    'on-hold': boolean,
    'tax-id': text(255),
    'payment-term': object({ code: text(255) }),
    'primary-address': address,
    'primary-contact': object({ 'name-given': text(255), 'name-family': text(255), email: text(255) }),
    'created-at': time,
    'updated-at': time,
    'custom-fields': { type: 'object' },
    exported: false,
  },
  ['id', 'name', 'status', 'created-at', 'updated-at'],
);

const warehouse = object(
  {
    id: integer,
    name: text(255),
    description: text(255),
    'active-flag': boolean,
    address,
    currency,
    'warehouse-locations': list(object({ aisle: text(255), bin: text(255) })),
    'warehouse-type': object({ name: text(255), description: text(255) }),
  },
  ['name'],
);

export const orderLine = object(
  {
    id: integer,
    'line-num': text(255),
    type: { enum: ['OrderQuantityLine', 'OrderAmountLine'] },
    description: text(255),
    quantity: orNull(decimal),
    price: decimal,
    total: decimal,
    uom,
    currency,
    account: orNull(account),
    'account-allocations': list(object({ account, pct: decimal, amount: decimal })),
    'need-by-date': time,
    'order-header-id': integer,
    'order-header-number': text(20),
    'order-line-tax-detail': object({ cfop: text(255), ncm: text(255) }),
    received: decimal,
    'receiving-warehouse': warehouse,
    invoiced: decimal,
    status: text(50),
    version: integer,
    'created-at': time,
    'updated-at': time,
    'custom-fields': { type: 'object' },
  },
  ['id', 'line-num', 'type', 'price', 'total', 'order-header-id', 'status'],
);

export const integration = object({ id: integer, code: text(255), name: text(255) }, ['id', 'code', 'name']);

export const historyRecord = object(
  {
    id: integer,
    'contact-alert-type': { enum: ['Technical', 'Functional', 'Both'] },
    'document-id': integer,
    'document-revision': integer,
    'document-status': text(255),
    'document-type': text(255),
    'external-id': text(255),
    integration,
    resolved: boolean,
    responses: list(object({ 'response-code': text(255), 'response-message': { type: 'string' } })),
    status: { enum: ['Success', 'Error'] },
    'created-at': time,
    'updated-at': time,
  },
  ['id', 'contact-alert-type', 'document-id', 'document-type', 'resolved', 'status'],
);

export const orderHeader = object(
  {
    id: integer,
    'po-number': text(20),
    status: text(50),
    version: integer,
    'internal-revision': integer,
    exported: boolean,
    'last-exported-at': time,
    total: decimal,
    currency,
    supplier,
    'payment-term': object({ code: text(255) }),
    'ship-to-address': address,
    requester: object({ login: text(255), email: text(255) }),
    'order-lines': list(orderLine),
    'current-integration-history-records': list(historyRecord),
    'created-at': time,
    'updated-at': time,
    'custom-fields': { type: 'object' },
  },
  ['id', 'po-number', 'status', 'version', 'internal-revision', 'exported', 'supplier', 'order-lines', 'updated-at'],
);

export const refusal = object({ errors: { type: 'object', additionalProperties: list({ type: 'string' }) } }, [
  'errors',
]);
