import type { Decision } from '@sluice/reconciler/decision';
import type { LookupRow } from '@sluice/reconciler/document/make-view';
import type { M3Step } from '@sluice/shared/script';
import { describe, expect, it } from 'vitest';
import { anOrder, type Json } from '../../../tests/coupa.js';
import { givenOrder, type GivenOrder } from '../../../tests/given-order.js';
import { target } from '../../../tests/translate.js';

/** M3 accepted the order at eight o'clock, as MSGN 42 and order 5000021. */
const acceptedAt = '2026-03-10T08:00:00.000Z';
const after = (seconds: number): string => new Date(Date.parse(acceptedAt) + seconds * 1000).toISOString();

const fieldsOf = (...transactions: string[]): LookupRow => ({
  topic: 'xref.m3-metadata.v1',
  key: '100',
  sequence: 1,
  value: {
    company: '100',
    transactions: Object.fromEntries(transactions.map((name) => [`PPS370MI ${name}`, { PUNO: 10 }])),
  },
});
const tellsEntries = fieldsOf('AddHead', 'GetBatchHead', 'LstBatchLine');

const accepted = givenOrder(anOrder())
  .lookupRows([tellsEntries])
  .acknowledged('m3', target(anOrder()), acceptedAt)
  .identity('m3', { orderNumber: '5000021', entryNumber: '42' });

/** The order is not there; three seconds after it was accepted. */
const absent = (given: GivenOrder = accepted): GivenOrder =>
  given.reading('m3', 'read-head/5000021', [[]], { readAt: after(3), justRead: true }).at(after(3));

/** What the entry was then read to be. */
const entered = (head: Json, readAt = after(4)): GivenOrder =>
  accepted
    .reading('m3', 'read-head/5000021', [[]], { readAt: after(3) })
    .reading('m3', 'read-entry/5000021', [[{ PUNO: '5000021', MSGN: '42', MSID: '', MSGD: '', ...head }]], {
      readAt,
      justRead: true,
    })
    .at(readAt);

const withLines = (given: GivenOrder, ...lines: Json[]): GivenOrder =>
  given.reading('m3', 'read-entry-lines/5000021', [lines], { readAt: after(5), justRead: true }).at(after(5));

const decided = (given: GivenOrder): Decision => given.whenDecided().about('m3');
const asked = (given: GivenOrder): M3Step[] => {
  const decision = decided(given);
  return decision.decision === 'send' && decision.script.system === 'm3' ? [...decision.script.steps] : [];
};
const transactionsOf = (given: GivenOrder): string[] =>
  asked(given).flatMap(({ transactions }) => transactions.map(({ transaction }) => transaction));

const wrong = { MSID: 'WIT0103', MSGD: 'Item NOTHING does not exist' };

describe('an order of which nothing came yet, where M3 tells the state of its entry', () => {
  it('has its entry read at once', () => {
    expect(transactionsOf(absent())).toEqual(['GetBatchHead']);
  });

  it.each(['20', '25', '10'])(
    'waits while the entry has status %s, and then the order and its entry are read in turn',
    (STAT) => {
      expect(decided(entered({ STAT }))).toMatchObject({ decision: 'waiting', because: { code: 'order-in-m3-batch' } });
      const later = accepted
        .reading('m3', 'read-head/5000021', [[]], { readAt: after(3) })
        .reading('m3', 'read-entry/5000021', [[{ STAT }]], { readAt: after(4) })
        .at(after(10));
      expect(transactionsOf(later)).toEqual(['GetHeadBasic', 'LstLine']);
      const notYet = later.reading('m3', 'read-head/5000021', [[]], { readAt: after(10), justRead: true });
      expect(decided(notYet)).toMatchObject({ decision: 'waiting' });
      const again = later.reading('m3', 'read-head/5000021', [[]], { readAt: after(10) }).at(after(20));
      expect(transactionsOf(again)).toEqual(['GetBatchHead']);
    },
  );

  it('is read once the entry has become an order', () => {
    expect(transactionsOf(entered({ STAT: '90' }))).toEqual(['GetHeadBasic', 'LstLine']);
  });

  it('needs a person at once where the batch swallowed it, with M3’s words by line', () => {
    const swallowed = entered({ STAT: '23', ...wrong });
    expect(transactionsOf(swallowed)).toEqual(['LstBatchLine']);
    const told = withLines(
      swallowed,
      { PNLI: '1', ITNO: 'BRG6204', STAT: '25', MSID: '', MSGD: '' },
      { PNLI: '2', ITNO: 'NOTHING', STAT: '23', ...wrong },
    );
    expect(decided(told)).toMatchObject({
      decision: 'refused',
      because: {
        code: 'order-in-m3-batch',
        message:
          'M3 made no order 5000021 of its batch entry (PPS370, MSGN 42, status 23). M3 says: line 2: Item NOTHING does not exist (WIT0103)',
      },
      until: '2026-03-10T09:00:04.000Z',
    });
  });

  it('what M3 has against the head is told as well', () => {
    const told = withLines(entered({ STAT: '23', MSID: 'WSU0110', MSGD: 'Supplier is blocked' }));
    expect(decided(told)).toMatchObject({
      because: { message: expect.stringContaining('M3 says: Supplier is blocked (WSU0110)') },
    });
  });

  it('what came as an id alone is asked for in words', () => {
    const silent = withLines(entered({ STAT: '23', MSID: 'WIT0103' }), { PNLI: '2', MSID: 'WIT0103', MSGD: '' });
    const [step] = asked(silent);
    expect(step?.transactions).toEqual([
      { transaction: 'GetMessageText', record: { MSID: 'WIT0103' }, returns: ['MSID', 'MSGD'] },
    ]);
    const told = silent.reading('m3', step?.id ?? '', [[{ MSID: 'WIT0103', MSGD: 'Item &1 does not exist' }]], {
      readAt: after(6),
      justRead: true,
    });
    expect(decided(told)).toMatchObject({
      because: { message: expect.stringContaining('line 2: Item &1 does not exist (WIT0103)') },
    });
  });

  it('is read anew when a person retries, and after an hour by itself', () => {
    const told = accepted
      .reading('m3', 'read-head/5000021', [[]], { readAt: after(3) })
      .reading('m3', 'read-entry/5000021', [[{ STAT: '23', ...wrong }]], { readAt: after(4) })
      .reading('m3', 'read-entry-lines/5000021', [[{ PNLI: '2', ...wrong }]], { readAt: after(5) });
    expect(decided(told.at(after(60)))).toMatchObject({ decision: 'refused' });
    expect(transactionsOf(told.at(after(60)).askedBy('anna'))).toEqual(['GetHeadBasic', 'LstLine']);
    expect(transactionsOf(told.at(after(3604)))).toEqual(['GetHeadBasic', 'LstLine']);
    const stillAbsent = told.reading('m3', 'read-head/5000021', [[]], { readAt: after(61), justRead: true });
    expect(transactionsOf(stillAbsent.at(after(61)))).toEqual(['GetBatchHead']);
  });
});

describe('where the tenant does not tell it', () => {
  it.each([[fieldsOf('AddHead')], [fieldsOf('AddHead', 'GetBatchHead')]])('the order is read as before', (row) => {
    expect(decided(absent(accepted.lookupRows([row])))).toMatchObject({ decision: 'waiting' });
  });
});

const probeOf = (...rows: LookupRow[]) =>
  asked(givenOrder(anOrder()).lookupRows(rows)).find(({ id }) => id === 'finish-entry')?.probe;

describe('a lost answer of FinishEntry', () => {
  it('is decided by the entry’s own status', () => {
    expect(probeOf(tellsEntries)).toMatchObject({
      calls: [{ program: 'PPS370MI', transaction: 'GetBatchHead' }],
      reads: 'states',
      states: { field: 'STAT', done: ['20', '23', '25', '90'], notDone: ['10'] },
    });
  });

  it('is decided by the order where the tenant does not tell it', () => {
    expect(probeOf()).toMatchObject({ calls: [{ transaction: 'GetHeadBasic' }], reads: 'exists' });
  });
});
