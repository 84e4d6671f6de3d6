/**
 * An order that uses all that the flows read: lines by quantity and by amount, one account and several, dates, addresses,
 * the warehouse where a line is received and its tax detail.
 */
export const fullOrder = {
  id: 2400,
  'po-number': 'PO-2400',
  supplier: { id: 77 },
  currency: { id: 1, code: 'EUR' },
  'payment-term': { id: 3, code: 'Net 30' },
  'ship-to-address': {
    id: 9,
    'location-code': 'WH1',
    street1: 'Dock 3',
    city: 'Ghent',
    'postal-code': '9000',
    country: { id: 21, code: 'BE', name: 'Belgium' },
  },
  'ship-to-user': { id: 4, login: 'an', email: 'an@buyer.example' },
  requester: { id: 4, login: 'an', email: 'an@buyer.example', 'employee-number': '17' },
  'custom-fields': { 'erp-po-no': null },
  'order-lines': [
    {
      description: 'Bearing 6204',
      quantity: '10.0',
      price: '4.125000',
      uom: { id: 1, code: 'EA', name: 'Each' },
      currency: { id: 1, code: 'EUR' },
      item: { id: 5, 'item-number': 'BRG6204', name: 'Bearing 6204' },
      'source-part-num': '6204-ZZ',
      'need-by-date': '2027-03-20T00:00:00-08:00',
      'receiving-warehouse': {
        id: 31,
        name: 'W01',
        description: 'Spare parts',
        'active-flag': true,
        address: { id: 9, 'location-code': 'WH1', city: 'Ghent', country: { id: 21, code: 'BE', name: 'Belgium' } },
        currency: { id: 1, code: 'EUR' },
        'warehouse-locations': [{ id: 32, aisle: 'A', bin: '7', label: 'A-7', 'warehouse-id': 31 }],
        'warehouse-type': { id: 33, name: 'Stock', description: 'On stock' },
      },
      'order-line-tax-detail': { id: 34, cfop: '1101', ncm: '84821010' },
      account: { id: 8, code: '100-4410-CC12', 'segment-1': '100', 'segment-2': '4410', 'segment-3': 'CC12' },
    },
    {
      description: 'Installation',
      price: '1200.00',
      currency: { id: 1, code: 'EUR' },
      commodity: { id: 6, name: 'Services' },
      'account-allocations': [
        {
          id: 1,
          pct: '60.0',
          amount: '720.00',
          account: { id: 10, code: '100-6120', 'segment-1': '100', 'segment-2': '6120' },
        },
        {
          id: 2,
          pct: '40.0',
          amount: '480.00',
          account: { id: 11, code: '100-6130', 'segment-1': '100', 'segment-2': '6130' },
        },
      ],
    },
  ],
};

export const fullSupplier = {
  id: 77,
  name: 'Acme Bearings',
  number: 'Y30001',
  status: 'active',
  'tax-id': 'BE0123456789',
  'payment-method': 'invoice',
  'invoice-matching-level': '3-way',
  'payment-term': { id: 3, code: 'Net 30' },
  'primary-address': {
    id: 12,
    street1: 'Kaai 1',
    city: 'Antwerp',
    'postal-code': '2000',
    country: { id: 21, code: 'BE', name: 'Belgium' },
  },
  'primary-contact': { id: 13, 'name-given': 'An', 'name-family': 'Peeters', email: 'an@acme.example' },
};
