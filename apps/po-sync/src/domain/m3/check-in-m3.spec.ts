import type { Decision } from '@sluice/reconciler/decision';
import { M3Step } from '@sluice/shared/script';
import { describe, expect, it } from 'vitest';
import { aLine, anOrder, withLines, type Json } from '../../../tests/coupa.js';
import { givenOrder, type GivenOrder } from '../../../tests/given-order.js';

const known = (order: Json = anOrder()): GivenOrder =>
  givenOrder(order, { prechecks: true }).mapping('accounting', 'Ghent', {
    dimension1: 'segment-2',
    dimension2: 'segment-3',
  });

const decided = (given: GivenOrder): Decision => given.whenDecided().about('m3');

const asked = (given: GivenOrder): M3Step[] => {
  const decision = decided(given);
  if (decision.decision !== 'send' || decision.script.system !== 'm3') throw new Error('M3 is not asked');
  return [...decision.script.steps];
};

interface Answers {
  readonly items?: readonly (Json | undefined)[];
  readonly inWarehouse?: readonly (Json | undefined)[];
  readonly accounts?: readonly (Json | undefined)[];
}

const inUse = { ITNO: 'BRG6204', STAT: '20' };
const there = { WHLO: 'W01', ITNO: 'BRG6204' };
const open = { LCCD: '0', VFDT: '', VTDT: '' };

/** What M3 answers to the questions about an order. */
function answered(
  given: GivenOrder,
  { items = [inUse], inWarehouse = [there], accounts = [open, open] }: Answers = {},
  more: { readonly justRead: boolean } = { justRead: true },
): GivenOrder {
  const records = [[...items, ...inWarehouse], accounts].map((answer) =>
    answer.map((one) => (one === undefined ? [] : [one])),
  );
  return asked(given).reduce((so, { id }, index) => so.reading('m3', id, records[index] ?? [], more), given);
}

const problems = (answers: Answers, given: GivenOrder = known()) => {
  const decision = decided(answered(given, answers));
  return decision.decision === 'refused' ? decision.because : decision.decision;
};

describe('before an order is sent', () => {
  it('all that it names is asked for in one script of reads, each once', () => {
    const order = withLines(aLine(), aLine({ id: 5102 }));
    const steps = asked(known(order));
    expect(
      steps.map(({ program, transactions }) => [
        program,
        transactions.map(({ transaction, record }) => [transaction, record]),
      ]),
    ).toEqual([
      [
        'MMS200MI',
        [
          ['Get', { ITNO: 'BRG6204' }],
          ['GetItmWhsBasic', { WHLO: 'W01', ITNO: 'BRG6204' }],
        ],
      ],
      [
        'CRS630MI',
        [
          ['GetAccountID', { AITP: '1', AITM: '4410', DIVI: 'AAA' }],
          ['GetAccountID', { AITP: '2', AITM: 'CC12', DIVI: 'AAA' }],
        ],
      ],
    ]);
    for (const step of steps) expect(M3Step.parse(step)).toEqual(step);
  });

  it('P24: an item is looked for in the warehouse of each line', () => {
    const elsewhere = aLine({ id: 5102, 'receiving-warehouse': { name: 'Ghent 2' } });
    const given = known(withLines(aLine(), elsewhere, aLine({ id: 5103 })));
    const inWarehouses = asked(given)[0]?.transactions.filter(({ transaction }) => transaction === 'GetItmWhsBasic');
    expect(inWarehouses?.map(({ record }) => record)).toEqual([
      { WHLO: 'W01', ITNO: 'BRG6204' },
      { WHLO: 'W02', ITNO: 'BRG6204' },
    ]);
    expect(problems({ inWarehouse: [there, undefined] }, given)).toMatchObject({
      code: 'not-usable-in-m3',
      message: 'Line 2: item BRG6204 is not in warehouse W02 of M3',
    });
  });

  it('it goes out when all is there', () => {
    expect(decided(answered(known()))).toMatchObject({ decision: 'send', script: { kind: 'write' } });
  });

  it('what was seen long ago, or of other items, does not count', () => {
    const earlier = answered(known(), {}, { justRead: false });
    expect(decided(earlier.at('2026-03-10T08:00:19.000Z'))).toMatchObject({ script: { kind: 'write' } });
    expect(decided(earlier.at('2026-03-10T08:00:20.000Z'))).toMatchObject({ script: { kind: 'read' } });
    const other = withLines(aLine({ item: { 'item-number': 'BRG6205' } }));
    expect(decided(answered(known()).snapshot(other))).toMatchObject({ script: { kind: 'read' } });
  });

  it.each<[name: string, answers: Answers, message: string]>([
    [
      'P06: an item that M3 does not hold',
      { items: [undefined], inWarehouse: [undefined] },
      'Line 1: M3 holds no item BRG6204 in company 100',
    ],
    [
      'P06: an item that is not in the warehouse',
      { inWarehouse: [undefined] },
      'Line 1: item BRG6204 is not in warehouse W01 of M3',
    ],
    [
      'P07: a blocked item',
      { items: [{ ...inUse, STAT: '90 ' }] },
      'Line 1: item BRG6204 has status 90 in M3, which is not in use',
    ],
    [
      'P20: a closed cost centre',
      { accounts: [open, { ...open, LCCD: '1' }] },
      'Line 1: accounting dimension 2, CC12, is closed in M3',
    ],
    [
      'P20: an account that is not there',
      { accounts: [undefined, open] },
      'Line 1: accounting dimension 1, 4410, is not in M3',
    ],
    [
      'P20: one that is not valid yet',
      { accounts: [open, { ...open, VFDT: '20260401' }] },
      'Line 1: accounting dimension 2, CC12, is valid in M3 from 20260401, the order is of 20260301',
    ],
    [
      'P20: one that is valid no more',
      { accounts: [open, { ...open, VTDT: '20260228' }] },
      'Line 1: accounting dimension 2, CC12, is valid in M3 until 20260228, the order is of 20260301',
    ],
  ])('%s is said, and nothing is written', (_name, answers, message) => {
    expect(problems(answers)).toMatchObject({ code: 'not-usable-in-m3', message });
  });

  it('P11, P20: all that is wrong is said at once, line by line, and it is looked for again by itself', () => {
    const order = withLines(aLine(), aLine({ id: 5102, item: { 'item-number': 'BRG6205' } }));
    const answers = { items: [inUse, undefined], inWarehouse: [undefined, undefined], accounts: [undefined, open] };
    expect(decided(answered(known(order), answers))).toMatchObject({
      decision: 'refused',
      because: {
        message: [
          'Line 1: item BRG6204 is not in warehouse W01 of M3',
          'Line 1: accounting dimension 1, 4410, is not in M3',
          'Line 2: M3 holds no item BRG6205 in company 100',
          'Line 2: accounting dimension 1, 4410, is not in M3',
        ].join('; '),
      },
      until: '2026-03-10T09:00:00.000Z',
    });
  });

  it('an account of a day that M3 writes as 0 has none', () => {
    expect(problems({ accounts: [open, { LCCD: '0', VFDT: '0', VTDT: '00000000' }] })).toBe('send');
  });

  it('P42: a question does not hold up the withdrawal of an order that is on its way and changed', () => {
    expect(decided(known().inFlight('m3', { target: {} }))).toMatchObject({
      decision: 'send',
      script: { kind: 'write' },
    });
  });
});
