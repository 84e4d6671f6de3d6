import type { Decision } from '@sluice/reconciler/decision';
import { describe, expect, it } from 'vitest';
import { aLine, anOrder, withLines, type Json } from '../../tests/coupa.js';
import { target } from '../../tests/translate.js';
import { givenNothing, givenOrder, supplierLink, type GivenOrder } from '../../tests/given-order.js';

const decided = (given: GivenOrder): Decision => given.whenDecided().about('m3');

const scriptOf = (...known: Parameters<typeof givenOrder>) => {
  const decision = decided(givenOrder(...known));
  return decision.decision === 'send' ? decision.script : undefined;
};

/** As many lines as M3's line number allows. */
const mostLines = (description: string): Json[] => Array.from({ length: 999 }, (_, id) => aLine({ id, description }));

describe('an order that M3 has not confirmed', () => {
  it('P01: an issued order is created', () => {
    expect(decided(givenOrder(anOrder()))).toMatchObject({
      decision: 'send',
      script: { system: 'm3', kind: 'write', company: '100', division: 'AAA', target: { reference: '2400' } },
    });
  });

  it('says since when Coupa has the order only where M3 is not asked whether it holds it', () => {
    expect(scriptOf(anOrder())).not.toHaveProperty('documentSince');
    const unseen = { lookup: 'none' } as const;
    expect(scriptOf(anOrder(), unseen)).toMatchObject({ documentSince: '2026-03-01T17:00:00.000Z' });
    expect(scriptOf(anOrder({ 'created-at': null }), unseen)).toMatchObject({
      documentSince: '1970-01-01T00:00:00.000Z',
    });
    // Coupa's number, used as M3's, is asked for itself.
    expect(scriptOf(anOrder(), { ...unseen, orderNumbers: 'coupa' })).not.toHaveProperty('documentSince');
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

  describe('and was made before Sluice took over from another interface', () => {
    const since = { ordersSince: '20260301' };

    it('is never created: M3 has it by other ways', () => {
      expect(decided(givenOrder(anOrder({ 'created-at': '2026-02-28T22:59:00Z' }), since))).toMatchObject({
        decision: 'done',
        status: 'Ignored',
        because: {
          code: 'made-before-start',
          message: 'The order was made on 2026-02-28, before 2026-03-01 (ORDERS_SINCE): M3 has it by other ways',
        },
      });
    });

    it.each(['2026-02-28T23:00:00Z', '2026-03-01', '2026-03-05T09:00:00-08:00'])(
      'is created when it was made on that day of the company or later: %s',
      (created) => {
        expect(decided(givenOrder(anOrder({ 'created-at': created }), since))).toMatchObject({ decision: 'send' });
      },
    );

    it.each([
      [null, 'value-missing', 'created-at is empty'],
      ['03/01/2026', 'unreadable', 'created-at: "03/01/2026" is no date'],
    ])('is not created on a guess: made on %s', (created, code, message) => {
      expect(decided(givenOrder(anOrder({ 'created-at': created }), since))).toMatchObject({
        decision: 'refused',
        because: { code, message: expect.stringContaining(message) },
      });
    });

    it('and is followed where Sluice itself sent it', () => {
      const order = anOrder({ 'created-at': '2026-02-01T09:00:00Z' });
      const sent = givenOrder(order, since)
        .acknowledged('m3', target(order), '2026-03-10T08:00:00.000Z')
        .identity('m3', { orderNumber: '5000021' });
      expect(decided(sent)).toMatchObject({ because: { code: 'order-in-m3-batch' } });
    });

    it('all are sent where the setting says so', () => {
      expect(decided(givenOrder(anOrder({ 'created-at': '2001-01-01T00:00:00Z' })))).toMatchObject({
        decision: 'send',
      });
    });
  });

  it('a draft that has no number yet is ignored', () => {
    expect(decided(givenOrder(anOrder({ status: 'draft', 'po-number': null })))).toMatchObject({ status: 'Ignored' });
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
    ['scope-missing', 'Coupa does not hand the order out: Forbidden', /right to read this order/],
    ['not-found', 'Coupa does not hand the order out: No such order', /was deleted.* mistyped/],
    ['coupa-refused', 'Coupa does not hand the order out: Locked', /what Coupa has against the order/],
    [
      'answer-unreadable',
      'The order that Coupa handed out cannot be read: Line 7, price: "1,5" is no decimal number',
      /Correct the order in Coupa/,
    ],
  ])('an order that Coupa does not hand out (%s) needs a person, who is told what for', (code, said, fix) => {
    const message = said.slice(said.indexOf(': ') + 2);
    expect(decided(givenNothing().unavailable({ code, message }))).toMatchObject({
      decision: 'refused',
      because: {
        code: 'document-unavailable',
        message: `${said} (${code})`,
        fix: expect.stringMatching(fix),
      },
    });
  });
});
