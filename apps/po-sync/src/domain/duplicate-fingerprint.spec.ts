import { CoupaPurchaseOrder } from '@sluice/shared/coupa/purchase-order';
import { describe, expect, it } from 'vitest';
import { aLine, anOrder, withLines, type Json } from '../../tests/coupa.js';
import { settings } from '../../tests/settings.js';
import { orderFingerprint } from './duplicate-fingerprint.js';

const fingerprint = (order: Json) => orderFingerprint(settings)?.of(CoupaPurchaseOrder.parse(order));
const content = (order: Json): string | undefined => fingerprint(order)?.content;
const other = aLine({ id: 5102, 'line-num': '2', item: null, description: 'Grease' });

describe('P45: two orders look alike', () => {
  it.each<[what: string, order: Json]>([
    ['their numbers', anOrder({ id: 2401, 'po-number': '2401', version: 3, 'internal-revision': 7 })],
    ['the days on which they are wanted', withLines(aLine({ id: 5109, 'need-by-date': '2026-05-01' }))],
    ['how a decimal is written', withLines(aLine({ quantity: 10, price: '4.125' }))],
    ['a line that Coupa cancelled', withLines(aLine(), { ...other, status: 'cancelled' })],
  ])('whatever %s', (_, order) => {
    expect(content(order)).toBe(content(anOrder()));
  });

  it('whatever the order of their lines', () => {
    expect(content(withLines(aLine(), other))).toBe(content(withLines(other, aLine())));
  });

  it.each<[what: string, order: Json]>([
    ['the supplier', anOrder({ supplier: { id: 78 } })],
    ['the currency', anOrder({ currency: { code: 'USD' } })],
    ['an item', withLines(aLine({ item: { 'item-number': 'BRG6205' } }))],
    ['a free text', withLines(aLine({ item: null, description: 'Bearing 6205' }))],
    ['a quantity', withLines(aLine({ quantity: '11' }))],
    ['a price', withLines(aLine({ price: '4.13' }))],
    ['a line more', withLines(aLine(), other)],
  ])('but not when they differ in %s', (_, order) => {
    expect(content(order)).toBeDefined();
    expect(content(order)).not.toBe(content(anOrder()));
  });

  it('but not when one is not to be ordered, or nobody knows when it was made', () => {
    expect(fingerprint(anOrder({ status: 'cancelled' }))).toBeUndefined();
    expect(fingerprint(anOrder({ 'created-at': null }))).toBeUndefined();
  });

  it('by the moment at which Coupa made them', () => {
    expect(fingerprint(anOrder())?.at).toBe('2026-03-01T17:00:00.000Z');
  });

  it('and by setting none do', () => {
    expect(orderFingerprint({ ...settings, duplicateWithinMs: 0 })).toBeUndefined();
  });
});
