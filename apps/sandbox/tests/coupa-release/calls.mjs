const fieldsOfOrder = [
  'id',
  'po_number',
  'status',
  'updated_at',
  'exported',
  { supplier: ['id', 'number', 'name'] },
  { 'ship-to-address': ['location-code', { country: ['code'] }] },
  {
    order_lines: [
      'id',
      'price',
      { uom: ['code'] },
      { receiving_warehouse: ['name', { address: ['location_code'] }] },
      { order_line_tax_detail: {} },
    ],
  },
  { custom_fields: {} },
];

const record = (status) => ({
  'document-type': 'OrderHeader',
  'document-id': 2400,
  'document-status': 'issued',
  'document-revision': 2,
  'external-id': '4500001',
  'contact-alert-type': 'Functional',
  status,
  integration: { code: 'PO_TO_M3' },
  responses: [{ 'response-code': 'WIT0103', 'response-message': 'Item X does not exist' }],
});

const integration = {
  code: 'INVOICE_TO_M3',
  name: 'Invoices to M3',
  direction: 'from_coupa',
  'business-object': 'InvoiceHeader',
  'end-system': 'M3',
  'end-system-type': 'erp',
  'integration-type': 'api',
};

const supplier = {
  name: 'Second Bearings',
  number: 'Y30002',
  status: 'active',
  'payment-method': 'invoice',
  'invoice-matching-level': '2-way',
  'payment-term': { code: 'Net 30' },
  'shipping-term': { code: 'DAP' },
  'content-groups': [{ name: 'Belgium' }],
  'primary-address': { street1: 'Kaai 2', city: 'Antwerp', 'postal-code': '2000', country: { code: 'BE' } },
  'primary-contact': { 'name-given': 'Bo', 'name-family': 'Peeters', email: 'bo@second.example' },
};

const remitTo = {
  'remit-to-code': 'MAIN',
  name: 'Acme Finance',
  'local-tax-number': '0123456789',
  street1: 'Kaai 9',
  city: 'Ghent',
  'postal-code': '9000',
  country: { code: 'BE' },
};

const get = (path) => ({ method: 'GET', path });
const post = (path, body) => ({ method: 'POST', path, body });
const put = (path, body) => ({ method: 'PUT', path, body });

/** Every call that the sandbox's Coupa answers with a document, in an order in which each finds what it needs. */
export const calls = [
  post('/integration_history_records', record('Success')),
  post('/integration_history_records/create_alert', record('Error')),
  post('/integration_history_records/mark_exported', record('Success')),
  post('/integration_history_records/create_alert_and_mark_exported', record('Error')),
  put('/integration_history_records/2/resolve'),
  put('/integration_history_records/2/unresolve'),
  get('/integration_history_records'),
  get('/integration_history_records/1'),
  get('/integrations'),
  post('/integrations', integration),
  put('/integrations/1', { name: 'Orders to M3' }),
  get('/integrations/1'),
  post('/suppliers', supplier),
  put('/suppliers/77', { number: 'Y30003' }),
  { method: 'PATCH', path: '/suppliers/77', body: { 'display-name': 'Acme' } },
  post('/suppliers/77/addresses', remitTo),
  get('/suppliers/77/addresses'),
  get('/suppliers'),
  get('/suppliers?return_object=shallow'),
  get('/currencies'),
  get('/exchange_rates'),
  get('/uoms'),
  get('/payment_terms'),
  get('/shipping_terms'),
  get('/business_groups'),
  get('/accounts'),
  get('/suppliers/77'),
  get('/suppliers?fields=["id","name",{"primary_address":["city"]}]'),
  put('/purchase_orders/2400', { 'custom-fields': { 'erp-po-no': '4500001' } }),
  { method: 'PATCH', path: '/purchase_orders/2400', body: { 'ship-to-attention': 'Goods in' } },
  put('/purchase_orders/2400?exported=true'),
  put('/purchase_orders/2400?exported=true&fields=["id","exported"]'),
  get('/purchase_orders'),
  get('/purchase_orders/2400'),
  get('/purchase_orders/2400?return_object=shallow'),
  get(`/purchase_orders?exported=true&fields=${encodeURIComponent(JSON.stringify(fieldsOfOrder))}`),
  get('/purchase_orders/2400?show_deleted_lines=true'),
];
