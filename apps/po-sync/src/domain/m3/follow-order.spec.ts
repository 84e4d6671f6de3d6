import type { Decision } from '@sluice/reconciler/decision';
import type { Fact } from '@sluice/reconciler/read';
import type { Outcome } from '@sluice/shared/messages/outcome';
import type { M3Step } from '@sluice/shared/script';
import { mappingRow } from '@sluice/testing/specification/given';
import { describe, expect, it } from 'vitest';
import { aLine, anOrder, withLines, type Json } from '../../../tests/coupa.js';
import { givenNothing, givenOrder, supplierLink, type GivenOrder } from '../../../tests/given-order.js';
import { settings } from '../../../tests/settings.js';
import { target } from '../../../tests/translate.js';
import { purchaseOrderDomain } from '../purchase-order-domain.js';

/** M3 accepted the order at eight o'clock, as MSGN 42 and order 5000021. */
const acceptedAt = '2026-03-10T08:00:00.000Z';
const after = (seconds: number): string => new Date(Date.parse(acceptedAt) + seconds * 1000).toISOString();

const accepted = (order: Json = anOrder()): GivenOrder =>
  givenOrder(order)
    .acknowledged('m3', target(order), acceptedAt)
    .identity('m3', { orderNumber: '5000021', entryNumber: '42' });

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

/** What M3 was read to hold: three seconds later, and just now. */
const read = (given: GivenOrder, heads: Json[], lines: Json[], more: Partial<Fact> = {}): GivenOrder =>
  given
    .reading('m3', 'read-head/5000021', [heads], { readAt: after(3), justRead: true, ...more })
    .reading('m3', 'read-lines/5000021', heads.length === 0 ? [] : [lines], {
      readAt: after(3),
      justRead: true,
      ...more,
    })
    .at(after(3));

const decided = (given: GivenOrder): Decision => given.whenDecided().about('m3');

describe('an order that M3 has accepted', () => {
  it('P30: is in M3’s entry batch until it was seen, and M3 gets a moment', () => {
    expect(decided(accepted().at(after(1)))).toEqual({
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
    expect(decided(accepted().at(after(2)))).toMatchObject({
      decision: 'send',
      script: {
        kind: 'read',
        company: '100',
        division: 'AAA',
        steps: [
          { id: 'read-head/5000021', transactions: [{ transaction: 'GetHeadBasic', record: { PUNO: '5000021' } }] },
          { id: 'read-lines/5000021', forEach: 'read-head/5000021', transactions: [{ transaction: 'LstLine' }] },
        ],
      },
    });
  });

  it('is Posted when M3 holds what was sent, and each line can be found by Coupa’s', () => {
    expect(decided(read(accepted(), [head()], [m3Line()]))).toEqual({
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
    expect(decided(read(accepted(order), [head()], [m3Line({ ITNO: 'OFFICE' })]))).toMatchObject({
      status: 'Posted',
      because: { code: 'date-past', message: 'Sent as it is: wanted before the order was made, line 1' },
    });
  });

  it('P45: the later of two orders that look alike says so, and both are Posted', () => {
    const known = read(accepted(), [head()], [m3Line()]);
    const because = {
      code: 'possible-duplicate',
      message: 'Same supplier, items and amount as purchase-order/2399, ordered shortly before',
    };
    expect(decided(known.possibleDuplicates('2399'))).toMatchObject({ status: 'Posted', because });
    expect(decided(known)).not.toHaveProperty('because');
  });

  it('stays Posted whatever time goes by, and although its supplier was blocked since', () => {
    const keys = [supplierLink('77', { company: '100', number: 'Y30001', blocked: true })];
    const known = read(accepted(), [head()], [m3Line()], { justRead: false }).lookupRows(keys);
    expect(decided(known.at(after(9e6)))).toMatchObject({ decision: 'done', status: 'Posted' });
  });

  it('S20: keeps its own terms when those of its supplier change in either system: nothing of them is looked up', () => {
    const changed = read(
      accepted(anOrder({ supplier: { id: 77, 'payment-term': { code: 'Net 60' } } })),
      [head()],
      [m3Line()],
    );
    expect(decided(changed)).toMatchObject({ decision: 'done', status: 'Posted' });
  });

  it('D05: values padded by M3 are the same values, and so are decimals written otherwise', () => {
    const known = read(
      accepted(),
      [head({ PUSL: '15 ' })],
      [m3Line({ ITNO: 'BRG6204        ', ORQA: ' 10.0', PUNO: '5000021   ' })],
    );
    expect(decided(known)).toMatchObject({ status: 'Posted' });
  });

  it('is not compared by the sublines that M3 splits off later', () => {
    const known = read(accepted(), [head()], [m3Line(), m3Line({ PNLS: '1', ORQA: '4' })]);
    expect(decided(known)).toMatchObject({ status: 'Posted' });
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
    expect(decided(read(accepted(), [head()], lines))).toMatchObject({
      decision: 'refused',
      because: { code: 'read-back-differs', message },
    });
  });

  describe.each([130, 999])('with %i lines, of which M3 lists only the first hundred', (count) => {
    const numbers = Array.from({ length: count }, (_, index) => String(index + 1));
    const order = withLines(...numbers.map((number) => aLine({ id: 5000 + Number(number), 'line-num': number })));
    const lines = numbers.map((PNLI) => m3Line({ PNLI }));
    const listed = read(accepted(order), [head()], lines.slice(0, 100));
    const furtherStep = (() => {
      const decision = decided(listed);
      if (decision.decision !== 'send' || decision.script.system !== 'm3') throw new Error(JSON.stringify(decision));
      return decision.script.steps[0] as M3Step;
    })();
    const further = (...records: Json[][]): GivenOrder =>
      listed.reading('m3', furtherStep.id, records, { readAt: after(4), justRead: true }).at(after(4));

    it('the others are asked for one by one', () => {
      expect(furtherStep).toMatchObject({ kind: 'read', program: 'PPS200MI' });
      expect(furtherStep.transactions.map(({ transaction, record }) => [transaction, record['PNLI']])).toEqual(
        numbers.slice(100).map((number) => ['GetLine', number]),
      );
    });

    it('is Posted when they are there', () => {
      expect(decided(further(...lines.slice(100).map((line) => [line])))).toMatchObject({
        decision: 'done',
        status: 'Posted',
      });
    });

    it('is refused for what is then not there, and M3 is not asked again', () => {
      expect(decided(further(...lines.slice(101).map((line) => [line])))).toMatchObject({
        decision: 'refused',
        because: {
          code: 'read-back-differs',
          message: expect.stringContaining('line 101: M3 does not hold it'),
        },
      });
    });

    it('is not asked about single lines where M3 lists all of them', () => {
      expect(decided(read(accepted(order), [head()], lines))).toMatchObject({ decision: 'done', status: 'Posted' });
    });
  });

  it('is Posted once a wrong mapping row and the order in M3 were both corrected', () => {
    const wrong = mappingRow('unit', 'EA', { unit: 'KG', decimals: '0' });
    const sent = givenOrder(anOrder())
      .acknowledged('m3', target(anOrder(), { keys: [wrong] }), acceptedAt)
      .identity('m3', { orderNumber: '5000021', entryNumber: '42' });
    expect(decided(read(sent, [head()], [m3Line()]))).toMatchObject({ decision: 'done', status: 'Posted' });
    expect(decided(read(sent, [head()], [m3Line({ PUUN: 'KG' })]))).toMatchObject({
      decision: 'refused',
      because: { code: 'change-not-yet-supported', message: 'line 1, unit: from KG to PCS' },
    });
  });

  it('a blank that was sent with a code is no difference', () => {
    const order = target(anOrder());
    const [line, ...others] = order.lines;
    const sent = givenOrder(anOrder())
      .acknowledged('m3', { ...order, lines: [{ ...line, unit: 'PCS ' }, ...others] }, acceptedAt)
      .identity('m3', { orderNumber: '5000021', entryNumber: '42' });
    expect(decided(read(sent, [head()], [m3Line()]))).toMatchObject({ decision: 'done', status: 'Posted' });
  });

  it('P24: M3 holds a line in another warehouse than its own', () => {
    const order = withLines(aLine({ 'receiving-warehouse': { name: 'Ghent 2' } }));
    const inM3 = (WHLO: string) => decided(read(accepted(order), [head()], [m3Line({ WHLO })]));
    expect(inM3('W02 ')).toMatchObject({ status: 'Posted' });
    expect(inM3('W01')).toMatchObject({
      because: { code: 'read-back-differs', message: 'line 1, warehouse: expected W02, M3 holds W01' },
    });
  });

  it('M3 holds another supplier', () => {
    expect(decided(read(accepted(), [head({ SUNO: 'OTHER' })], [m3Line()]))).toMatchObject({
      because: { code: 'read-back-differs', message: 'order, supplier: expected Y30001, M3 holds OTHER' },
    });
  });

  it.each(['10', '12', '14'])('P46: M3 holds it back in status %s, for as long as it takes', (PUSL) => {
    const known = read(accepted(), [head({ PUSL })], [m3Line()], { readAt: after(7000) });
    expect(decided(known.at(after(7001)))).toMatchObject({
      decision: 'waiting',
      on: [],
      because: { message: expect.stringContaining(`M3 holds order 5000021 back (status ${PUSL})`) },
      until: after(7600),
    });
  });

  it('an order that was deleted in M3 needs a person', () => {
    expect(decided(read(accepted(), [head({ PUSL: '99' })], []))).toMatchObject({
      decision: 'refused',
      because: { code: 'read-back-differs', message: 'M3 shows order 5000021 as deleted (status 99)' },
    });
  });

  it('what was just read is not asked again in the same moment', () => {
    expect(decided(read(accepted(), [], []).at(after(60)))).toMatchObject({ decision: 'waiting', on: [] });
  });

  it('P31: an order that never comes about ends with the number of its entry', () => {
    const known = read(accepted(), [], [], { readAt: after(600) });
    expect(decided(known.at(after(601)))).toMatchObject({
      decision: 'refused',
      because: {
        code: 'order-in-m3-batch',
        message: "In M3's entry batch: order 5000021 did not come about in time, see PPS370 for MSGN 42",
      },
    });
  });

  it('P31: the last reading is one at the end, however short before it the one before was', () => {
    const known = read(accepted(), [], [], { readAt: after(597), justRead: false });
    expect(decided(known.at(after(600)))).toMatchObject({ decision: 'send', script: { kind: 'read' } });
  });

  it('and a retry reads again at once, and orders nothing', () => {
    const known = read(accepted(), [], [], { readAt: after(600), justRead: false }).at(after(605));
    expect(decided(known.askedBy('ada'))).toMatchObject({
      decision: 'send',
      script: { kind: 'read', steps: [{ id: 'read-head/5000021' }, { id: 'read-lines/5000021' }] },
    });
    expect(decided(known)).toMatchObject({ decision: 'refused' });
  });

  describe.each<[name: string, heads: Json[], lines: Json[]]>([
    ['that differs from what was sent', [head()], [m3Line({ ORQA: '12' })]],
    ['that was deleted', [head({ PUSL: '99' })], []],
  ])('read as one %s', (_name, heads, lines) => {
    const known = read(accepted(), heads, lines, { justRead: false });

    it('is read anew when a person retries, and is not ordered again', () => {
      expect(decided(known.at(after(4)).askedBy('ada'))).toMatchObject({
        decision: 'send',
        script: { kind: 'read', steps: [{ id: 'read-head/5000021' }, { id: 'read-lines/5000021' }] },
        because: { code: 'read-back-differs' },
      });
    });

    it('is read anew when Coupa hands it out later', () => {
      expect(decided(known.at(after(3600)))).toMatchObject({ decision: 'send', script: { kind: 'read' } });
    });

    it('is refused by one reading: the write-back that follows it asks nothing more', () => {
      expect(decided(known.at(after(4)))).toMatchObject({ decision: 'refused' });
    });

    it('and a retry that finds it as it was ends there', () => {
      expect(decided(read(accepted(), heads, lines).at(after(4)).askedBy('ada'))).toMatchObject({
        decision: 'refused',
        because: { code: 'read-back-differs' },
      });
    });
  });

  it('what was read under another number is not taken for it', () => {
    const known = read(accepted(), [head()], [m3Line()]).identity('m3', { orderNumber: '5000022' });
    expect(decided(known)).toMatchObject({ decision: 'send', script: { steps: [{ id: 'read-head/5000022' }, {}] } });
  });

  it('lines of an earlier reading are not taken for those of this head', () => {
    const known = read(accepted(), [head()], [m3Line()]).reading('m3', 'read-lines/5000021', [[m3Line()]], {
      commandId: '0199a1c4-5e0c-710c-920c-000000000000',
    });
    expect(decided(known)).toMatchObject({ decision: 'waiting', on: [] });
  });

  it('a number that did not come back is not guessed', () => {
    expect(decided(accepted().identity('m3', {}))).toMatchObject({
      decision: 'refused',
      because: { code: 'answer-missing' },
    });
  });
});

const changedTo = (order: Json): GivenOrder => read(accepted(), [head()], [m3Line()]).snapshot(order);

describe('an order that Coupa changes after M3 has it', () => {
  it.each<[name: string, order: Json, message: string]>([
    ['C01: the quantity', withLines(aLine({ quantity: '12' })), 'line 1, quantity: from 10 to 12'],
    ['C02: the price', withLines(aLine({ price: '5' })), 'line 1, price: from 4.125 to 5'],
    ['C26: a line taken out', withLines(aLine({ id: 5109 })), 'line 1: taken out; line 2: added'],
    ['C17: the currency', anOrder({ currency: { code: 'USD' } }), 'order, currency: from EUR to USD'],
    ['C09: cancelled', anOrder({ status: 'cancelled' }), "order, status: Coupa says cancelled, M3's order is open"],
    ['C14: closed', anOrder({ status: 'closed' }), "order, status: Coupa says closed, M3's order is open"],
  ])('%s: what M3 does not get yet is named', (_name, order, message) => {
    expect(decided(changedTo(order))).toMatchObject({
      decision: 'refused',
      because: { code: 'change-not-yet-supported', message },
    });
  });

  it('its lines can be found in M3 all the same', () => {
    expect(decided(changedTo(withLines(aLine({ quantity: '12' })))).publish).toHaveLength(1);
  });

  it('C35: a change of nothing that M3 holds changes nothing', () => {
    expect(decided(changedTo(anOrder({ version: 2, 'internal-revision': 9 })))).toMatchObject({ status: 'Posted' });
  });

  it('another routing is a change, and no second order', () => {
    const order = withLines(aLine({ account: { 'account-type': { name: 'Oslo' } } }));
    const keys = [supplierLink('77', { company: '200', number: 'N9', blocked: false })];
    expect(decided(changedTo(order).lookupRows(keys))).toMatchObject({
      decision: 'refused',
      because: {
        code: 'change-not-yet-supported',
        message: expect.stringContaining('order, company: from 100 to 200'),
      },
    });
  });

  it('C32: while it is held for a change, M3 keeps what it has', () => {
    expect(decided(changedTo(anOrder({ status: 'buyer_hold' })))).toMatchObject({ decision: 'done', status: 'Posted' });
  });

  it('a removal is shown and does not touch M3', () => {
    expect(decided(changedTo(anOrder()).removed())).toMatchObject({
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

const domain = purchaseOrderDomain(settings);

/** The search before the create found these. */
const found = (...numbers: string[]): GivenOrder => {
  const view = givenOrder(anOrder()).view();
  return givenOrder(anOrder())
    .acknowledged('m3', domain.observed?.('m3', outcome(...numbers), view), acceptedAt)
    .identity('m3', domain.identify?.('m3', outcome(...numbers), view) ?? {})
    .reading('m3', 'confirm', outcome(...numbers).steps[1]?.records ?? []);
};

describe('an order that M3 held before we came', () => {
  it('is read and not made again', () => {
    expect(decided(found('5000021').at(after(2)))).toMatchObject({
      decision: 'send',
      script: { kind: 'read', company: '100', steps: [{ transactions: [{ record: { PUNO: '5000021' } }] }, {}] },
    });
  });

  it('C34: is linked when it is what Coupa wants', () => {
    expect(decided(read(found('5000021'), [head()], [m3Line()]))).toMatchObject({
      decision: 'done',
      status: 'Posted',
      because: { code: 'already-posted' },
      publish: [{ key: '5101', value: { orderNumber: '5000021' } }],
    });
  });

  it('and a difference is a change', () => {
    expect(decided(read(found('5000021'), [head()], [m3Line({ ORQA: '7' })]))).toMatchObject({
      decision: 'refused',
      because: {
        code: 'change-not-yet-supported',
        message: 'M3 holds order 5000021 already; line 1, quantity: expected 10, M3 holds 7',
      },
    });
  });

  it('and a retry reads anew what differed', () => {
    const known = read(found('5000021'), [head()], [m3Line({ ORQA: '7' })], { justRead: false });
    expect(decided(known.at(after(4)).askedBy('ada'))).toMatchObject({
      decision: 'send',
      script: { kind: 'read' },
      because: { code: 'change-not-yet-supported' },
    });
  });

  it('which of two is right is not guessed', () => {
    const two = found('5000021', '5000022');
    expect(decided(two)).toMatchObject({
      decision: 'send',
      script: { kind: 'read', steps: [{ id: 'find' }, { id: 'confirm' }] },
    });
    const { records = [] } = outcome('5000021', '5000022').steps[1] ?? {};
    expect(decided(two.reading('m3', 'confirm', records, { justRead: true }))).toMatchObject({
      decision: 'refused',
      because: {
        code: 'already-posted',
        message: 'M3 holds 2 orders with our reference 2400: 5000021, 5000022',
      },
    });
  });

  it('and goes on by itself once a person has left one of them', () => {
    const two = found('5000021', '5000022');
    const searchedAgain = domain.identify?.('m3', outcome('5000021'), two.view()) ?? {};
    expect(decided(read(two.identity('m3', searchedAgain), [head()], [m3Line()]))).toMatchObject({
      decision: 'done',
      status: 'Posted',
    });
  });
});

const identified = (steps: Outcome['steps'], given: GivenOrder = givenOrder(anOrder())) =>
  domain.identify?.('m3', { ...outcome(), result: 'ok', steps }, given.view());

describe('what an outcome tells of how M3 calls the order', () => {
  it('is the number that AddHead gave and the entry by which it was made', () => {
    const steps: Outcome['steps'] = [
      { id: 'confirm', state: 'ok', records: [] },
      { id: 'start-entry', state: 'ok', records: [[{ MSGN: ' 42' }]] },
      { id: 'add-head', state: 'ok', records: [[{ PUNO: '5000021 ' }]] },
    ];
    expect(identified(steps)).toEqual({ orderNumber: '5000021', entryNumber: '42' });
  });

  it('is nothing new where it was only read', () => {
    expect(identified([{ id: 'read-head/5000021', state: 'ok', records: [[head()]] }], accepted())).toBeUndefined();
  });

  it('and nothing of Coupa’s outcomes', () => {
    expect(domain.identify?.('coupa', outcome('5000021'), accepted().view())).toBeUndefined();
  });
});

const readBack = (given: GivenOrder) => domain.readBack?.('m3', given.view());

describe('a create that ended half-way', () => {
  const halfWay = givenOrder(anOrder(), { lookup: 'none' })
    .last('m3', { result: 'refused', target: target(anOrder()) })
    .readBackSince('m3');

  it('is read back by the number that it was given', () => {
    expect(readBack(halfWay.identity('m3', { orderNumber: '5000021' }))).toMatchObject({
      kind: 'read',
      company: '100',
      division: 'AAA',
      steps: [
        { id: 'read-head/5000021', transactions: [{ record: { PUNO: '5000021' } }] },
        { id: 'read-lines/5000021' },
      ],
    });
  });

  it('or by our reference before it was given one', () => {
    expect(readBack(halfWay)).toMatchObject({
      kind: 'read',
      steps: [{ id: 'find', transactions: [{ record: { SQRY: 'YRE1:2400' } }] }, { id: 'confirm' }],
    });
  });

  it('makes no second order where M3 holds the first, which a search would not find', () => {
    const known = halfWay.identity('m3', { orderNumber: '5000021' });
    expect(decided(read(known, [], []))).toMatchObject({ decision: 'send', script: { kind: 'write' } });
    const made = read(known, [head()], [m3Line()]);
    expect(decided(made)).toMatchObject({
      decision: 'refused',
      because: { code: 'already-posted', message: expect.stringContaining('M3 holds order 5000021') },
    });
    expect(decided(read(known, [head()], [m3Line()], { justRead: false }).askedBy('ada'))).toMatchObject({
      decision: 'send',
      script: { kind: 'read' },
    });
  });
});

const described = (given: GivenOrder) => domain.describe(given.view());

describe('how people call an order', () => {
  it('by Coupa’s number and the supplier', () => {
    expect(described(givenOrder(anOrder()))).toMatchObject({ title: 'PO 2400 · Acme Bearings' });
  });

  it('M3’s number is shown once M3 holds an order under it', () => {
    expect(described(accepted())).not.toHaveProperty('m3');
    expect(described(read(accepted(), [head()], [m3Line()]))).toMatchObject({
      m3: { company: '100', number: '5000021' },
    });
  });

  it('an order that was never seen, by its id', () => {
    expect(described(givenNothing())).toEqual({ title: 'PO 2400' });
  });
});
