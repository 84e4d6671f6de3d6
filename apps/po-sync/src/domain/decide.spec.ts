import type { Decision } from '@sluice/reconciler/decision';
import { describe, expect, it } from 'vitest';
import { aLine, anOrder, withLines, type Json } from '../../tests/coupa.js';
import { givenNothing, givenOrder, supplierLink, type GivenOrder } from '../../tests/given-order.js';

const decided = (given: GivenOrder): Decision => given.whenDecided().about('m3');

/** As many lines as M3's line number allows. */
const mostLines = (description: string): Json[] => Array.from({ length: 999 }, (_, id) => aLine({ id, description }));

describe('an order that M3 has not confirmed', () => {
  it('P01: an issued order is created', () => {
    expect(decided(givenOrder(anOrder()))).toMatchObject({
      decision: 'send',
      script: { system: 'm3', kind: 'write', company: '100', division: 'AAA', target: { reference: '2400' } },
    });
  });

  it('P02: deciding twice what is known once gives the same', () => {
    expect(decided(givenOrder(anOrder()))).toEqual(decided(givenOrder(anOrder()).at('2026-05-01T00:00:00.000Z')));
  });

  it.each(['2400', '2401'])('P45: of two orders that differ by their number alone each is created: %s', (number) => {
    expect(decided(givenOrder(anOrder({ id: number, 'po-number': number })))).toMatchObject({
      decision: 'send',
      script: { kind: 'write', target: { reference: number } },
    });
  });

  it('T17: an order that Coupa shows as exported is ordered all the same: the mark proves nothing about M3', () => {
    expect(decided(givenOrder(anOrder({ exported: true })))).toEqual(decided(givenOrder(anOrder())));
  });

  it('P41: what is attached does not keep the order from M3', () => {
    const attachments = [{ id: 9, file: 'drawing.exe', 'file-size': 80_000_000 }];
    expect(decided(givenOrder(anOrder({ attachments })))).toEqual(decided(givenOrder(anOrder())));
  });

  it.each<[status: string, code: string]>([
    ['draft', 'status-not-relevant'],
    ['buyer_hold', 'status-not-relevant'],
    ['supplier_hold', 'status-not-relevant'],
    ['currency_hold', 'status-not-relevant'],
    ['supplier_window_hold', 'status-not-relevant'],
    ['error', 'status-not-relevant'],
    ['cancelled', 'status-not-relevant'],
    ['canceled', 'status-not-relevant'],
    ['closed', 'status-not-relevant'],
    ['soft_closed', 'status-not-relevant'],
    ['expensed', 'excluded-by-rule'],
  ])('P27: status %s is ignored', (status, code) => {
    expect(decided(givenOrder(anOrder({ status })))).toMatchObject({
      decision: 'done',
      status: 'Ignored',
      because: { code },
    });
  });

  it.each([{ pcard: { id: 3 } }, { type: 'ExternalOrderHeader' }])('P36: %o is excluded by rule', (change) => {
    expect(decided(givenOrder(anOrder(change)))).toMatchObject({
      decision: 'done',
      status: 'Ignored',
      because: { code: 'excluded-by-rule' },
    });
  });

  it('T06: a status that nobody knows stops this order, and says which', () => {
    expect(decided(givenOrder(anOrder({ status: 'teleported' })))).toMatchObject({
      decision: 'refused',
      because: { code: 'status-unknown', message: 'status: Coupa says "teleported", which has no meaning here' },
    });
  });

  it('S15: what is missing is waited for', () => {
    const without = ['xref.supplier.v1/77', 'mapping.v1/unit/EA'];
    expect(decided(givenOrder(anOrder()).without(...without))).toMatchObject({
      decision: 'waiting',
      on: [
        { topic: 'xref.supplier.v1', key: '77', sequence: 0 },
        { topic: 'mapping.v1', key: 'unit/EA', sequence: 0 },
      ],
      because: { code: 'mapping-missing' },
    });
  });

  it('S13: what the supplier’s block stopped goes on by itself when M3 has released it', () => {
    const keys = [supplierLink('77', { company: '100', number: 'Y30001', blocked: true })];
    expect(decided(givenOrder(anOrder()).lookupRows(keys))).toMatchObject({
      decision: 'refused',
      because: { code: 'supplier-blocked' },
      on: [{ topic: 'xref.supplier.v1', key: '77', sequence: 1 }],
    });
  });

  it('what is missing is said in the words of a clerk, with the command that adds it', () => {
    const order = withLines(aLine({ uom: { code: 'BOX' } }));
    expect(decided(givenOrder(order).without('mapping.v1/unit/BOX', 'mapping.v1/payment-term/Net 30'))).toMatchObject({
      because: {
        code: 'mapping-missing',
        message: 'No mapping for payment-term Net 30, unit BOX',
        fix: 'Import a row: sluice mappings import FILE (columns: sluice mappings import --help)',
      },
    });
  });

  it.each([
    ['payment-term', anOrder({ 'payment-term': { code: 'NET 30' } }), 'payment-term NET 30', 'Net 30'],
    ['unit', withLines(aLine({ uom: { code: 'Ea' } })), 'unit Ea', 'EA'],
  ])(
    'D12: waits for the %s as Coupa writes it, and says where only the case differs',
    (table, order, row, otherCase) => {
      expect(decided(givenOrder(order))).toMatchObject({
        decision: 'waiting',
        on: [{ key: row.replace(`${table} `, `${table}/`) }],
        because: {
          code: 'mapping-missing',
          message: `No mapping for ${row} (only the case differs: ${otherCase})`,
        },
      });
    },
  );

  it('an order that waits for its supplier alone says what to do in Coupa', () => {
    expect(decided(givenOrder(anOrder()).without('xref.supplier.v1/77'))).toMatchObject({
      decision: 'waiting',
      because: {
        code: 'supplier-unlinked',
        message: 'Supplier 77 is not linked to M3 yet',
        fix: "Give the supplier M3's number in Coupa; the order then goes on by itself.",
      },
    });
  });

  it('a supplier that is linked in another company only is said to be missing in this one', () => {
    const keys = [supplierLink('77', { company: '200', number: 'Y30001', blocked: false })];
    expect(decided(givenOrder(anOrder()).lookupRows(keys).without('mapping.v1/unit/EA'))).toMatchObject({
      decision: 'waiting',
      because: {
        code: 'mapping-missing',
        message: 'No mapping for unit EA; Supplier 77 is not linked to company 100 of M3 yet',
      },
    });
  });

  it('what a person must correct comes before what is waited for, and names that too', () => {
    const order = withLines(aLine({ quantity: null }));
    expect(decided(givenOrder(order).without('mapping.v1/unit/EA'))).toMatchObject({
      decision: 'refused',
      because: { code: 'value-missing', message: 'Line 1, quantity is empty; No mapping for unit EA' },
    });
  });

  it('a status stays readable when a thousand lines are wrong', () => {
    const lines = Array.from({ length: 900 }, (_, id): Json => aLine({ id, 'line-num': String(id + 1), price: null }));
    const decision = decided(givenOrder(withLines(...lines)));
    const message = decision.decision === 'refused' ? decision.because.message : '';
    expect(message).toContain('Line 20, price is empty; and 880 more');
    expect(message).not.toContain('Line 21,');
  });

  it('an order too large for one command says so, and 999 ordinary lines are not', () => {
    expect(decided(givenOrder(withLines(...mostLines('Bearing 6204'))))).toMatchObject({ decision: 'send' });
    expect(decided(givenOrder(withLines(...mostLines('long '.repeat(51)))))).toMatchObject({
      decision: 'refused',
      because: { code: 'message-too-large', message: expect.stringContaining('999 lines') },
    });
  });

  it('an order that Coupa removed is not made', () => {
    expect(decided(givenOrder(anOrder()).removed())).toMatchObject({
      decision: 'done',
      status: 'Ignored',
      because: { code: 'removed-in-coupa' },
    });
  });

  it.each([
    ['scope-missing', 'Forbidden', /right to read this order/],
    ['not-found', 'No such order', /was deleted.* mistyped/],
    ['answer-unreadable', 'order-lines: expected array', /what Coupa has against the order/],
  ])('an order that Coupa does not hand out (%s) needs a person, who is told what for', (code, message, fix) => {
    expect(decided(givenNothing().unavailable({ code, message }))).toMatchObject({
      decision: 'refused',
      because: {
        code: 'document-unavailable',
        message: `Coupa does not hand the order out: ${message} (${code})`,
        fix: expect.stringMatching(fix),
      },
    });
  });
});
