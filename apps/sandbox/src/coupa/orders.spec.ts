import { beforeEach, describe, expect, it } from 'vitest';
import { Clock } from '../clock.js';
import type { JsonObject } from '../json.js';
import { CoupaRefusal } from './coupa-refusal.js';
import { CoupaSettings } from './coupa-settings.js';
import { CoupaStore } from './coupa-store.js';
import { setUpIntegrations } from './integrations.js';
import { approveOrder, createOrder, editOrder, removeOrderLine, showOrder } from './orders.js';
import { createSupplier, updateSupplier } from './suppliers/suppliers.js';

let store: CoupaStore;
const line = { quantity: '10.0', price: '4.125000', uom: { code: 'EA' } };
const order = (over: JsonObject = {}): JsonObject =>
  createOrder(store, { id: 2400, supplier: { id: 77 }, 'order-lines': [line], ...over });

function errorsOf(action: () => unknown): object {
  try {
    action();
  } catch (error) {
    if (error instanceof CoupaRefusal) return error.errors;
    throw error;
  }
  throw new Error('It was taken.');
}

beforeEach(() => {
  store = new CoupaStore(new Clock(1), CoupaSettings.parse({}), setUpIntegrations);
  createSupplier(store, { id: 77, name: 'Acme Bearings', number: 'Y30001' }, 'person');
});

describe('a new order', () => {
  it('has its id as its number, revision and version 1, and lines with ids, numbers and totals', () => {
    order({ 'order-lines': [line, { price: '1200.00', description: 'Installation' }] });
    const shown = showOrder(store, store.orders.get(2400) ?? {});
    expect(shown).toMatchObject({
      'po-number': '2400',
      status: 'draft',
      version: 1,
      'internal-revision': 1,
      exported: false,
      total: '1241.25',
      supplier: { id: 77, number: 'Y30001' },
      'order-lines': [
        { id: 5001, 'line-num': '1', type: 'OrderQuantityLine', total: '41.25', 'order-header-id': 2400 },
        { id: 5002, 'line-num': '2', type: 'OrderAmountLine', total: '1200.00', 'order-header-number': '2400' },
      ],
    });
  });

  it.each([
    ['a field that Coupa does not have', { po_number: '1' }, { po_number: ['is no field of order-header'] }],
    ['a number that is too long', { 'po-number': 'x'.repeat(21) }, { 'po-number': [expect.stringMatching(/20/)] }],
    ['no supplier', { supplier: null }, { supplier: ["can't be blank"] }],
    ['a supplier that does not exist', { supplier: { id: 1 } }, { supplier: ['does not exist'] }],
    ['a status that there is not', { status: 'approved' }, { status: [expect.stringMatching(/issued/)] }],
    [
      'a quantity that is no text',
      { 'order-lines': [{ ...line, quantity: 10 }] },
      { 'order-lines[0].quantity': ['must be a decimal number, written as text'] },
    ],
    [
      'too many decimals',
      { 'order-lines': [{ ...line, price: '0.1234567' }] },
      { 'order-lines[0].price': [expect.stringMatching(/6 of them decimals/)] },
    ],
    ['a line without a price', { 'order-lines': [{ quantity: '1' }] }, { 'order-lines.price': ["can't be blank"] }],
    [
      'an account beside allocations',
      { 'order-lines': [{ ...line, account: { code: '1' }, 'account-allocations': [{ pct: '100.0' }] }] },
      { 'order-lines.account': [expect.stringMatching(/blank/)] },
    ],
  ])('is refused with %s', (_, over: object, errors) => {
    expect(errorsOf(() => order(over as JsonObject))).toEqual(errors);
  });

  it('is refused when its id or number is taken', () => {
    order();
    expect(errorsOf(() => order())).toEqual({ id: ['has already been taken'] });
    expect(errorsOf(() => order({ id: 2401, 'po-number': '2400' }))).toEqual({
      'po-number': ['has already been taken'],
    });
  });
});

describe('a change of an order', () => {
  it('raises the internal revision, and leaves what is not given', () => {
    order({ 'custom-fields': { a: 1 } });
    const changed = editOrder(
      store,
      2400,
      {
        'custom-fields': { b: 2 },
        'order-lines': [
          { id: 5001, quantity: '20.0' },
          { ...line, 'line-num': '7' },
        ],
      },
      'person',
    );
    expect(changed).toMatchObject({
      'internal-revision': 2,
      version: 1,
      'custom-fields': { a: 1, b: 2 },
      'order-lines': [
        { id: 5001, quantity: '20.0', price: '4.125000', total: '82.50' },
        { id: 5002, 'line-num': '7' },
      ],
    });
    expect(removeOrderLine(store, 2400, 5001)).toMatchObject({ 'internal-revision': 3, 'order-lines': [{ id: 5002 }] });
  });

  it('by approval issues it; issued again it is a new version for the supplier and not exported', () => {
    order();
    expect(approveOrder(store, 2400)).toMatchObject({ status: 'issued', version: 1, 'internal-revision': 2 });
    editOrder(store, 2400, { exported: true }, 'person');
    expect(approveOrder(store, 2400)).toMatchObject({ status: 'issued', version: 2, exported: false });
    editOrder(store, 2400, { status: 'closed' }, 'person');
    expect(errorsOf(() => approveOrder(store, 2400))).toEqual({ status: ['closed cannot be issued'] });
  });

  it('shows the supplier as it is now', () => {
    order();
    updateSupplier(store, 77, { number: 'Y30009' }, 'person');
    expect(showOrder(store, store.orders.get(2400) ?? {})).toMatchObject({ supplier: { number: 'Y30009' } });
  });
});

describe('a supplier', () => {
  it('is a draft unless told otherwise, and its name and number are its own', () => {
    expect(createSupplier(store, { name: 'Nordlys' }, 'person')).toMatchObject({ id: 101, status: 'draft' });
    expect(errorsOf(() => createSupplier(store, { name: 'Acme Bearings' }, 'person'))).toHaveProperty('name');
    expect(errorsOf(() => createSupplier(store, { name: 'Other', number: 'Y30001' }, 'person'))).toHaveProperty(
      'number',
    );
    expect(errorsOf(() => createSupplier(store, { name: 'Other', exported: false }, 'person'))).toHaveProperty(
      'exported',
    );
  });
});
