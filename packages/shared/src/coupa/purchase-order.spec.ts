import { describe, expect, it } from 'vitest';
import { issuesInWords } from './issues-in-words.js';
import { CoupaPurchaseOrder } from './purchase-order.js';

const aLine = { id: 1, type: 'OrderQuantityLine', quantity: '1', price: '1' };
const anOrder = { id: 1, 'po-number': '1', status: 'issued', 'internal-revision': 1, 'order-lines': [aLine] };
const withLine = (change: object, ...before: object[]) => ({
  ...anOrder,
  'order-lines': [...before, { ...aLine, ...change }],
});

const words = (body: unknown): string | undefined => {
  const parsed = CoupaPurchaseOrder.safeParse(body);
  return parsed.success ? undefined : issuesInWords(parsed.error, body);
};

describe('an order that Coupa writes in another shape is read all the same', () => {
  it.each([
    ['"" for an object', { pcard: '', supplier: '', currency: '', 'payment-term': '', 'ship-to-address': '' }],
    ['"" for a number', { version: '', 'internal-revision': '' }],
    ['a number for a text', { 'po-number': 2400, requester: { 'employee-number': 42 } }],
    ['a text for a number or a truth value', { version: '2', exported: 'false' }],
    ['a postal code that is a number', { 'ship-to-address': { 'location-code': 'X', 'postal-code': 9000 } }],
    ['a draft without a number', { 'po-number': null, status: 'draft' }],
    ['fields that M3 is never told, whatever stands there', { 'shipping-term': 'FOB', requester: 7, version: [] }],
  ])('%s', (_, change) => {
    expect(words({ ...anOrder, ...change })).toBeUndefined();
  });

  it.each([
    { item: '', uom: '', commodity: ' ', account: '', 'account-allocations': '', 'receiving-warehouse': '' },
    { quantity: '', price: '', total: '' },
    { type: '' },
    { type: null },
    { item: { 'item-number': 6204, name: { en: 'bearing' } } },
  ])('a line with %j', (change) => {
    expect(words(withLine(change))).toBeUndefined();
  });

  it.each([
    ['a line that Coupa cancelled', withLine({ status: 'cancelled', price: '1,5', uom: 'EA' }, aLine)],
    [
      'an address that has a location code',
      { ...anOrder, 'ship-to-address': { 'location-code': 'X', street1: {}, country: 'BE' } },
    ],
    ['an order that is not issued', { ...withLine({ price: '1,5' }), status: 'draft', currency: 'EUR' }],
  ])('where M3 is told nothing of it: %s', (_, body) => {
    expect(words(body)).toBeUndefined();
  });

  it('what is nothing is read as absent', () => {
    const {
      pcard,
      supplier,
      'order-lines': lines,
    } = CoupaPurchaseOrder.parse({
      ...withLine({ item: '', quantity: '' }),
      pcard: '',
      supplier: null,
    });
    expect([pcard, supplier, lines?.[0]?.item, lines?.[0]?.quantity]).toEqual(Array(4).fill(undefined));
  });

  it('whatever stands for a card says that there is one', () => {
    expect(CoupaPurchaseOrder.parse({ ...anOrder, pcard: 17 }).pcard).toBe(17);
  });

  it('a number of a version that is a text counts as a number', () => {
    expect(CoupaPurchaseOrder.parse({ ...anOrder, version: '2' }).version).toBe(2);
  });

  it('codes are read as they were meant', () => {
    const { currency, 'order-lines': lines } = CoupaPurchaseOrder.parse({
      ...withLine({ uom: { code: 'K\u00ADG\u00A0' }, item: { 'item-number': ' BRG6204\u200B' } }),
      currency: { code: 'EUR ' },
    });
    expect([currency?.code, lines?.[0]?.uom?.code, lines?.[0]?.item?.['item-number']]).toEqual([
      'EUR',
      'KG',
      'BRG6204',
    ]);
  });

  it('is read the same when it is read again', () => {
    const read = CoupaPurchaseOrder.parse({ ...withLine({ uom: { code: ' KG' }, price: '1.50' }), version: '2' });
    expect(CoupaPurchaseOrder.parse(JSON.parse(JSON.stringify(read)))).toEqual(JSON.parse(JSON.stringify(read)));
  });
});

describe('what cannot be read is named with its line, its field and its value', () => {
  it.each([
    [withLine({ price: '1,5' }), 'Line 1, price: "1,5" is no decimal number such as 12.5'],
    [
      withLine({ 'line-num': '70', quantity: '1 000' }, aLine),
      'Line 70, quantity: "1 000" is no decimal number such as 12.5',
    ],
    [withLine({ price: { amount: '1.5' } }), 'Line 1, price: {"amount":"1.5"} is no decimal number'],
    [withLine({ 'line-num': 7, uom: 'EA' }), 'Line 7, uom: "EA" is a text, expected an object'],
    [withLine({ uom: { code: ['EA'] } }), 'Line 1, uom.code: ["EA"] is no text'],
    [
      withLine({ 'account-allocations': [{ pct: '50' }, { pct: 'half' }] }),
      'Line 1, account-allocations 2.pct: "half" is no decimal number such as 12.5',
    ],
    [{ ...anOrder, supplier: { name: 'Acme' } }, 'supplier.id: is no id'],
    [
      { ...anOrder, 'ship-to-address': { street1: {}, country: 'BE' } },
      'ship-to-address.street1: {} is no text; ship-to-address.country: "BE" is a text, expected an object',
    ],
    [{ ...anOrder, 'order-lines': {} }, 'order-lines: {} is an object, expected a list'],
    ['nothing', 'The document: "nothing" is a text, expected an object'],
    [
      withLine({ price: 'x', quantity: 'x'.repeat(100) }),
      `Line 1, quantity: "${'x'.repeat(59)}… is no decimal number such as 12.5; Line 1, price: "x" is no decimal number such as 12.5`,
    ],
  ])('%#: %j', (body, expected) => {
    expect(words(body)).toBe(expected);
  });

  it('many of them are counted', () => {
    const lines = Array.from({ length: 300 }, () => ({ ...aLine, price: 'x' }));
    expect(words({ ...anOrder, 'order-lines': lines })).toMatch(/; and 290 more$/);
  });
});
