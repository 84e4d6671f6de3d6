import { CoupaPurchaseOrder } from '@sluice/shared/coupa/purchase-order';
import { expect, it } from 'vitest';
import { orderHighlights } from './order-highlights.js';

const order = (more: Record<string, unknown> = {}): CoupaPurchaseOrder =>
  CoupaPurchaseOrder.parse({
    id: 2400,
    status: 'issued',
    currency: { code: 'EUR' },
    supplier: { id: 77, name: 'Acme Bearings' },
    'order-lines': [
      {
        id: 1,
        'line-num': '1',
        description: 'Bearing',
        item: { 'item-number': '6204' },
        quantity: '10',
        price: '12.50',
        total: '125.00',
        uom: { code: 'EA' },
        'need-by-date': '2026-04-01T00:00:00+02:00',
      },
      { id: 2, 'line-num': '2', description: 'Transport', price: '30', total: '30' },
    ],
    ...more,
  });

/** Whoever is asked about an order must not have to open Coupa to know which one it is. */
it('an order shows its supplier, its total and its lines', () => {
  expect(orderHighlights(order(), 'Y30001')).toEqual([
    { label: 'Supplier', text: 'Acme Bearings (77 in Coupa, Y30001 in M3)' },
    { label: 'Total', text: '155 EUR' },
    { label: 'Line 1', text: '6204 Bearing · 10 EA · at 12.5 EUR · = 125 EUR · for 2026-04-01' },
    { label: 'Line 2', text: 'Transport · at 30 EUR · = 30 EUR' },
  ]);
});

it('a cancelled line is marked and not counted', () => {
  const lines = [
    { id: 1, 'line-num': '1', description: 'Bearing', total: '125' },
    { id: 2, 'line-num': '2', description: 'Seal', total: '30', status: 'cancelled' },
  ];
  expect(orderHighlights(order({ 'order-lines': lines }), undefined)).toEqual([
    { label: 'Supplier', text: 'Acme Bearings (77 in Coupa)' },
    { label: 'Total', text: '125 EUR' },
    { label: 'Line 1', text: 'Bearing · = 125 EUR' },
    { label: 'Line 2', text: 'cancelled in Coupa · Seal · = 30 EUR' },
  ]);
});

it('no total is shown where a line has none', () => {
  const lines = [{ id: 1, total: '125' }, { id: 2 }];
  expect(orderHighlights(order({ 'order-lines': lines }), undefined).map(({ label }) => label)).toEqual([
    'Supplier',
    'Line 1',
    'Line 2',
  ]);
});

it('of an order of many lines only the first are shown, and how many there are besides', () => {
  const lines = Array.from({ length: 999 }, (_, index) => ({ id: index, description: 'x'.repeat(4_000) }));
  const highlights = orderHighlights(order({ 'order-lines': lines }), undefined);
  expect(highlights.at(-1)).toEqual({ label: 'Lines', text: '979 more are not shown here' });
  expect(JSON.stringify(highlights).length).toBeLessThan(5_000);
});

it('an order of which nothing is known but its id has none', () => {
  expect(orderHighlights(CoupaPurchaseOrder.parse({ id: 1, status: 'draft' }), undefined)).toEqual([]);
});
