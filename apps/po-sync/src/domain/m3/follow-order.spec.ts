import type { Decision, Fact } from '@sluice/reconciler/decision';
import type { Outcome } from '@sluice/shared/messages/outcome';
import { describe, expect, it } from 'vitest';
import { decide } from '../decide.js';
import { aLine, anOrder, withLines, type Json } from '../../../tests/coupa.js';
import { fact, given, supplierLink, type Known } from '../../../tests/given.js';
import { settings } from '../../../tests/settings.js';
import { orderToM3 } from '../translate/order-to-m3.js';
import { purchaseOrderDomain } from '../purchase-order-domain.js';

/** M3 accepted the order at eight o'clock, as MSGN 42 and order 5000021. */
const acceptedAt = '2026-03-10T08:00:00.000Z';
const after = (seconds: number): string => new Date(Date.parse(acceptedAt) + seconds * 1000).toISOString();

const sent = (order: Json): unknown => {
  const view = given({ order });
  const result =
    view.desired === undefined
      ? undefined
      : orderToM3(view.desired, { lookup: view.lookup, settings, now: view.now, placed: false });
  if (result === undefined || !('order' in result)) throw new Error('the fixture has no target');
  return result.order;
};

const accepted = (order: Json) => ({ acknowledged: sent(order), acknowledgedAt: acceptedAt });
const entryFacts = { 'start-entry': fact([[{ MSGN: '42' }]]), 'add-head': fact([[{ PUNO: '5000021' }]]) };

const m3Line = (change: Json = {}): Json => ({
  PNLI: '1',
  PNLS: '0',
  ITNO: 'BRG6204',
  ORQA: '10.000000',
  PUPR: '4.1250',
  PUUN: 'PCS',
  PUSL: '15',
  ...change,
});
const head = (change: Json = {}): Json => ({ PUNO: '5000021', PUSL: '15', SUNO: 'Y30001', CUCD: 'EUR', ...change });

const read = (heads: Json[], lines: Json[], more: Partial<Fact> = {}) => ({
  ...entryFacts,
  'read-head': fact([heads], { readAt: after(3), justRead: true, ...more }),
  'read-lines': fact(heads.length === 0 ? [] : [lines], { readAt: after(3), justRead: true, ...more }),
});

const decided = (known: Known): Decision => {
  const order = known.order ?? anOrder();
  const decision = decide(
    given({ destination: known.destination ?? accepted(order), facts: entryFacts, ...known, order }),
    settings,
  )['m3'];
  if (decision === undefined) throw new Error('nothing was decided for M3');
  return decision;
};

describe('an order that M3 has accepted', () => {
  it('P30: is in M3’s entry batch until it was seen, and M3 gets a moment', () => {
    expect(decided({ now: after(1) })).toEqual({
      decision: 'waiting',
      on: [],
      because: {
        code: 'order-in-m3-batch',
        message: "In M3's entry batch: order 5000021 is not there yet, see PPS370 for MSGN 42",
      },
      until: after(2),
    });
  });

  it('is read back by the number that AddHead gave, its lines only when the head is there', () => {
    expect(decided({ now: after(2) })).toMatchObject({
      decision: 'send',
      script: {
        kind: 'read',
        company: '100',
        division: 'AAA',
        steps: [
          { id: 'read-head', transactions: [{ transaction: 'GetHeadBasic', record: { PUNO: '5000021' } }] },
          { id: 'read-lines', forEach: 'read-head', transactions: [{ transaction: 'LstLine' }] },
        ],
      },
    });
  });

  it('is Posted when M3 holds what was sent, and each line can be found by Coupa’s', () => {
    expect(decided({ facts: read([head()], [m3Line()]), now: after(3) })).toEqual({
      decision: 'done',
      status: 'Posted',
      publish: [
        {
          topic: 'xref.purchase-order.v1',
          key: '5101',
          value: {
            lineId: '5101',
            purchaseOrderId: '2400',
            company: '100',
            orderNumber: '5000021',
            line: '1',
            subline: '0',
          },
        },
      ],
    });
  });

  it('P22: says beside an order which lines were wanted before it was made', () => {
    const item = { item: null, commodity: { name: 'Office supplies' } };
    const order = withLines(aLine({ ...item, 'need-by-date': '2026-02-01' }));
    expect(decided({ order, facts: read([head()], [m3Line({ ITNO: 'OFFICE' })]), now: after(3) })).toMatchObject({
      status: 'Posted',
      because: { code: 'date-past', message: 'Sent as it is: wanted before the order was made, line 1' },
    });
  });

  it('P45: the later of two orders that look alike says so, and both are Posted', () => {
    const facts = read([head()], [m3Line()]);
    const because = {
      code: 'possible-duplicate',
      message: 'Same supplier, items and amount as purchase-order/2399, ordered shortly before',
    };
    expect(decided({ facts, now: after(3), possibleDuplicates: ['2399'] })).toMatchObject({
      status: 'Posted',
      because,
    });
    expect(decided({ facts, now: after(3) })).not.toHaveProperty('because');
  });

  it('stays Posted whatever time goes by, and although its supplier was blocked since', () => {
    const keys = [supplierLink('77', { company: '100', number: 'Y30001', blocked: true })];
    expect(decided({ facts: read([head()], [m3Line()], { justRead: false }), keys, now: after(9e6) })).toMatchObject({
      decision: 'done',
      status: 'Posted',
    });
  });

  it('D05: values padded by M3 are the same values, and so are decimals written otherwise', () => {
    const facts = read(
      [head({ PUSL: '15 ' })],
      [m3Line({ ITNO: 'BRG6204        ', ORQA: ' 10.0', PUNO: '5000021   ' })],
    );
    expect(decided({ facts, now: after(3) })).toMatchObject({ status: 'Posted' });
  });

  it('is not compared by the sublines that M3 splits off later', () => {
    const facts = read([head()], [m3Line(), m3Line({ PNLS: '1', ORQA: '4' })]);
    expect(decided({ facts, now: after(3) })).toMatchObject({ status: 'Posted' });
  });

  it.each<[name: string, lines: Json[], message: string]>([
    ['another quantity', [m3Line({ ORQA: '12' })], 'line 1, quantity: expected 10, M3 holds 12'],
    ['another price', [m3Line({ PUPR: '4.13' })], 'line 1, price: expected 4.125, M3 holds 4.13'],
    ['another unit', [m3Line({ PUUN: 'BOX' })], 'line 1, unit: expected PCS, M3 holds BOX'],
    ['another item', [m3Line({ ITNO: 'BRG6205' })], 'line 1, item: expected BRG6204, M3 holds BRG6205'],
    ['no line', [], 'order, lines: expected 1, M3 holds 0; line 1: M3 does not hold it'],
    [
      'a line too many',
      [m3Line(), m3Line({ PNLI: '2' })],
      'order, lines: expected 1, M3 holds 2; line 2: M3 holds item BRG6204, nothing was expected',
    ],
  ])('M3 holds %s: both values are named', (_name, lines, message) => {
    expect(decided({ facts: read([head()], lines), now: after(3) })).toMatchObject({
      decision: 'refused',
      because: { code: 'read-back-differs', message },
    });
  });

  it('P24: M3 holds a line in another warehouse than its own', () => {
    const order = withLines(aLine({ 'receiving-warehouse': { name: 'Ghent 2' } }));
    const inM3 = (WHLO: string) => decided({ order, facts: read([head()], [m3Line({ WHLO })]), now: after(3) });
    expect(inM3('W02 ')).toMatchObject({ status: 'Posted' });
    expect(inM3('W01')).toMatchObject({
      because: { code: 'read-back-differs', message: 'line 1, warehouse: expected W02, M3 holds W01' },
    });
  });

  it('M3 holds another supplier', () => {
    expect(decided({ facts: read([head({ SUNO: 'OTHER' })], [m3Line()]), now: after(3) })).toMatchObject({
      because: { code: 'read-back-differs', message: 'order, supplier: expected Y30001, M3 holds OTHER' },
    });
  });

  it.each(['10', '12', '14'])('P46: M3 holds it back in status %s, for as long as it takes', (PUSL) => {
    const facts = read([head({ PUSL })], [m3Line()], { readAt: after(7000) });
    expect(decided({ facts, now: after(7001) })).toMatchObject({
      decision: 'waiting',
      on: [],
      because: { message: expect.stringContaining(`M3 holds order 5000021 back (status ${PUSL})`) },
      until: after(7600),
    });
  });

  it('an order that was deleted in M3 needs a person', () => {
    expect(decided({ facts: read([head({ PUSL: '99' })], []), now: after(3) })).toMatchObject({
      decision: 'refused',
      because: { code: 'read-back-differs', message: 'M3 shows order 5000021 as deleted (status 99)' },
    });
  });

  it('what was just read is not asked again in the same moment', () => {
    expect(decided({ facts: read([], []), now: after(60) })).toMatchObject({ decision: 'waiting', on: [] });
  });

  it('P31: an order that never comes about ends with the number of its entry', () => {
    const facts = read([], [], { readAt: after(600) });
    expect(decided({ facts, now: after(601) })).toMatchObject({
      decision: 'refused',
      because: {
        code: 'order-in-m3-batch',
        message: "In M3's entry batch: order 5000021 did not come about in time, see PPS370 for MSGN 42",
      },
    });
  });

  it('P31: the last look is one at the end, however short before it the one before was', () => {
    const facts = read([], [], { readAt: after(597), justRead: false });
    expect(decided({ facts, now: after(600) })).toMatchObject({ decision: 'send', script: { kind: 'read' } });
  });

  it('and a retry looks again at once, and orders nothing', () => {
    const facts = read([], [], { readAt: after(600), justRead: false });
    expect(decided({ facts, now: after(605), askedBy: 'ada' })).toMatchObject({
      decision: 'send',
      script: { kind: 'read', steps: [{ id: 'read-head' }, { id: 'read-lines' }] },
    });
    expect(decided({ facts, now: after(605) })).toMatchObject({ decision: 'refused' });
  });

  describe.each<[name: string, heads: Json[], lines: Json[]]>([
    ['that differs from what was sent', [head()], [m3Line({ ORQA: '12' })]],
    ['that was deleted', [head({ PUSL: '99' })], []],
  ])('read as one %s', (_name, heads, lines) => {
    const aged = { facts: read(heads, lines, { justRead: false }) };

    it('is read anew when a person retries, and is not ordered again', () => {
      expect(decided({ ...aged, now: after(4), askedBy: 'ada' })).toMatchObject({
        decision: 'send',
        script: { kind: 'read', steps: [{ id: 'read-head' }, { id: 'read-lines' }] },
        because: { code: 'read-back-differs' },
      });
    });

    it('is read anew when Coupa hands it out later', () => {
      expect(decided({ ...aged, now: after(3600) })).toMatchObject({ decision: 'send', script: { kind: 'read' } });
    });

    it('is refused by one reading: the write-back that follows it asks nothing more', () => {
      expect(decided({ ...aged, now: after(4) })).toMatchObject({ decision: 'refused' });
    });

    it('and a retry that finds it as it was ends there', () => {
      expect(decided({ facts: read(heads, lines), now: after(4), askedBy: 'ada' })).toMatchObject({
        decision: 'refused',
        because: { code: 'read-back-differs' },
      });
    });
  });

  it('lines of an earlier reading are not taken for those of this head', () => {
    const facts = {
      ...read([head()], [m3Line()]),
      'read-lines': fact([[m3Line()]], { commandId: '0199a1c4-5e0c-710c-920c-000000000000' }),
    };
    expect(decided({ facts, now: after(3) })).toMatchObject({ decision: 'waiting', on: [] });
  });

  it('a number that did not come back is not guessed', () => {
    expect(decided({ facts: {} })).toMatchObject({ decision: 'refused', because: { code: 'answer-missing' } });
  });
});

const changedTo = (order: Json, more: Known = {}): Decision =>
  decided({ destination: accepted(anOrder()), facts: read([head()], [m3Line()]), now: after(3), order, ...more });

describe('an order that Coupa changes after M3 has it', () => {
  it.each<[name: string, order: Json, message: string]>([
    ['C01: the quantity', withLines(aLine({ quantity: '12' })), 'line 1, quantity: from 10 to 12'],
    ['C02: the price', withLines(aLine({ price: '5' })), 'line 1, price: from 4.125 to 5'],
    ['C26: a line taken out', withLines(aLine({ id: 5109 })), 'line 1: taken out; line 2: added'],
    ['C17: the currency', anOrder({ currency: { code: 'USD' } }), 'order, currency: from EUR to USD'],
    ['C09: cancelled', anOrder({ status: 'cancelled' }), "order, status: Coupa says cancelled, M3's order is open"],
    ['C14: closed', anOrder({ status: 'closed' }), "order, status: Coupa says closed, M3's order is open"],
  ])('%s: what M3 does not get yet is named', (_name, order, message) => {
    expect(changedTo(order)).toMatchObject({
      decision: 'refused',
      because: { code: 'change-not-yet-supported', message },
    });
  });

  it('its lines can be found in M3 all the same', () => {
    expect(changedTo(withLines(aLine({ quantity: '12' }))).publish).toHaveLength(1);
  });

  it('C35: a change of nothing that M3 holds changes nothing', () => {
    expect(changedTo(anOrder({ version: 2, 'internal-revision': 9 }))).toMatchObject({ status: 'Posted' });
  });

  it('another routing is a change, and no second order', () => {
    const order = withLines(aLine({ account: { 'account-type': { name: 'Oslo' } } }));
    const keys = [supplierLink('77', { company: '200', number: 'N9', blocked: false })];
    expect(changedTo(order, { keys })).toMatchObject({
      decision: 'refused',
      because: {
        code: 'change-not-yet-supported',
        message: expect.stringContaining('order, company: from 100 to 200'),
      },
    });
  });

  it('C32: while it is held for a change, M3 keeps what it has', () => {
    expect(changedTo(anOrder({ status: 'buyer_hold' }))).toMatchObject({ decision: 'done', status: 'Posted' });
  });

  it('a removal is shown and does not touch M3', () => {
    expect(changedTo(anOrder(), { removed: true })).toMatchObject({
      decision: 'refused',
      because: { code: 'removed-in-coupa' },
    });
  });
});

const outcome = (...numbers: string[]): Outcome => ({
  commandId: '0199a1c4-5e0c-710c-920c-3f1c0d5a100c',
  document: { type: 'purchase-order', id: '2400' },
  destination: 'm3',
  result: 'found',
  steps: [
    { id: 'find', state: 'ok', records: [numbers.map((PUNO) => ({ PUNO }))] },
    {
      id: 'confirm',
      state: 'ok',
      records: [...numbers.map((PUNO) => [{ PUNO, YRE1: '2400' }]), [{ PUNO: '5000099', YRE1: '24001' }]],
    },
  ],
  refusals: [],
  at: acceptedAt,
});

const found = (...numbers: string[]) => {
  const view = given({ order: anOrder() });
  return {
    destination: {
      acknowledged: purchaseOrderDomain(settings).held('m3', outcome(...numbers), view),
      acknowledgedAt: acceptedAt,
    },
    confirm: fact(outcome(...numbers).steps[1]?.records ?? []),
  };
};

describe('an order that M3 held before we came', () => {
  it('is read and not made again', () => {
    const { destination, confirm } = found('5000021');
    expect(decided({ destination, facts: { confirm }, now: after(2) })).toMatchObject({
      decision: 'send',
      script: { kind: 'read', company: '100', steps: [{ transactions: [{ record: { PUNO: '5000021' } }] }, {}] },
    });
  });

  it('C34: is linked when it is what Coupa wants', () => {
    const { destination, confirm } = found('5000021');
    const facts = { ...read([head()], [m3Line()]), confirm };
    expect(decided({ destination, facts, now: after(3) })).toMatchObject({
      decision: 'done',
      status: 'Posted',
      because: { code: 'already-posted' },
      publish: [{ key: '5101', value: { orderNumber: '5000021' } }],
    });
  });

  it('and a difference is a change', () => {
    const { destination, confirm } = found('5000021');
    const facts = { ...read([head()], [m3Line({ ORQA: '7' })]), confirm };
    expect(decided({ destination, facts, now: after(3) })).toMatchObject({
      decision: 'refused',
      because: {
        code: 'change-not-yet-supported',
        message: 'M3 holds order 5000021 already; line 1, quantity: expected 10, M3 holds 7',
      },
    });
  });

  it('and a retry reads anew what differed', () => {
    const { destination, confirm } = found('5000021');
    const facts = { ...read([head()], [m3Line({ ORQA: '7' })], { justRead: false }), confirm };
    expect(decided({ destination, facts, now: after(4), askedBy: 'ada' })).toMatchObject({
      decision: 'send',
      script: { kind: 'read' },
      because: { code: 'change-not-yet-supported' },
    });
  });

  it('which of two is right is not guessed', () => {
    const { destination, confirm } = found('5000021', '5000022');
    expect(decided({ destination, facts: { confirm } })).toMatchObject({
      decision: 'send',
      script: { kind: 'read', steps: [{ id: 'find' }, { id: 'confirm' }] },
    });
    expect(decided({ destination, facts: { confirm: { ...confirm, justRead: true } } })).toMatchObject({
      decision: 'refused',
      because: {
        code: 'already-posted',
        message: 'M3 holds 2 orders with our reference 2400: 5000021, 5000022',
      },
    });
  });

  it('and goes on by itself once a person has left one of them', () => {
    const { destination } = found('5000021', '5000022');
    const facts = { ...read([head()], [m3Line()]), confirm: found('5000021').confirm };
    expect(decided({ destination, facts, now: after(3) })).toMatchObject({ decision: 'done', status: 'Posted' });
  });
});

const described = (known: Known) => purchaseOrderDomain(settings).describe(given(known));

describe('how people call an order', () => {
  it('by Coupa’s number and the supplier', () => {
    expect(described({ order: anOrder() })).toEqual({ title: 'PO 2400 · Acme Bearings' });
  });

  it('M3’s number is shown once M3 holds an order under it', () => {
    const destination = accepted(anOrder());
    expect(described({ order: anOrder(), destination, facts: entryFacts })).not.toHaveProperty('m3');
    expect(described({ order: anOrder(), destination, facts: read([head()], [m3Line()]) })).toMatchObject({
      m3: { company: '100', number: '5000021' },
    });
  });

  it('an order that was never seen, by its id', () => {
    expect(described({})).toEqual({ title: 'PO 2400' });
  });
});
