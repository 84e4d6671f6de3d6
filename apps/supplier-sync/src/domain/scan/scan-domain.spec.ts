import { M3Step } from '@sluice/shared/script';
import { given, type Given } from '@sluice/testing/specification/given';
import { describe, expect, it } from 'vitest';
import { m3Transactions } from '../../m3-transactions.js';
import { nextCompareAt } from '../supplier/next-compare.js';
import { listSuppliers } from './list-suppliers.js';
import { scanDomain } from './scan-domain.js';
import type { ChangesMemory, WholeMemory } from './scan-memory.js';
import type { ScanSettings } from './scan-settings.js';

const settings: ScanSettings = {
  scannedCompanies: ['100', '200'],
  scanEveryMs: 60_000,
  scanOverlapMs: 600_000,
  scanPageSize: 3,
  scanAgainAfterRefusalMs: 600_000,
  scanTrialEveryMs: 86_400_000,
  compareAt: '02:00',
  timeZone: 'Europe/Brussels',
};
const now = '2026-03-10T08:00:00.000Z';
const night = nextCompareAt(now, settings, '100');
const scan = given(scanDomain(settings), '100').at(now);
/** M3 is known to heed the time from which it is asked. */
const begun = scan.memory('m3', { since: now, seen: {}, nextAt: now, isTimeHeeded: true } satisfies ChangesMemory);

const row = (SUNO: string, SUNM = 'Acme Bearings') => ({ SUNO, SUNM, TEPY: 'N30' });
const minutesAgo = (minutes: number): string => new Date(Date.parse(now) - minutes * 60_000).toISOString();
const linked = (known: Given<unknown>, number: string) =>
  known.lookupRow('xref.m3-supplier.v1', `100/${number}`, { company: '100', number, supplierId: '17' });

/** M3 has just answered a page of changes with these rows. */
const answered = (
  rows: readonly object[],
  {
    seen = {},
    from = '',
    seenNow = {},
  }: { seen?: ChangesMemory['seen']; from?: string; seenNow?: ChangesMemory['seen'] } = {},
) =>
  scan
    .memory('m3', {
      since: minutesAgo(1),
      seen,
      nextAt: now,
      isTimeHeeded: true,
      round: { startedAt: now, from, name: 'list-suppliers', seen: seenNow },
    } satisfies ChangesMemory)
    .last('m3', { kind: 'read', at: now })
    .reading('m3', 'list-suppliers', [rows as never], { readAt: now, justRead: true });

const rested = (known: Given<unknown>) => known.whenDecided().about('m3').memory as ChangesMemory;
const toldOf = (known: Given<unknown>) => (known.whenDecided().about('m3').publish ?? []).map(({ key }) => key);
const calledUpOf = (known: Given<unknown>) => (known.whenDecided().about('m3').callUp ?? []).map(({ id }) => id);

/** Of what a page says of Y30001. */
const digestOf = (rows: readonly object[]) => rested(answered(rows)).seen['Y30001']?.digest ?? '';
const seen = (toldAt: string) => ({ Y30001: { digest: digestOf([row('Y30001')]), toldAt } });
/** What is decided about the whole list. */
const all = (known: Given<unknown>) => known.whenDecided().about('m3/all');

describe('the scan of a company', () => {
  it('is there from the start, one a company that is looked through', () => {
    expect(scanDomain(settings).seeds).toEqual(['100', '200']);
  });

  it('of a company that is not looked through any more rests, and goes on when it is again', () => {
    const { decisions } = given(scanDomain({ ...settings, scannedCompanies: [] }), '100')
      .at(now)
      .whenDecided();
    expect(decisions).toMatchObject({ m3: { status: 'Ignored', until: '2026-03-10T08:10:00.000Z' } });
  });

  it('begins from now: what M3 held before is not touched', () => {
    const decided = begun.whenDecided();
    decided.then({
      m3: {
        decision: 'send',
        script: {
          system: 'm3',
          kind: 'read',
          company: '100',
          steps: [
            {
              program: 'CRS620MI',
              recordsMax: 3,
              transactions: [{ transaction: 'LstSuppliers', record: { LMTS: String(Date.parse(minutesAgo(10))) } }],
            },
          ],
        },
      },
      'm3/all': { decision: 'done', until: night, untilPriority: 'replay' },
    });
    const m3 = decided.about('m3');
    if (m3.decision === 'send') for (const step of m3.script.steps) expect(M3Step.parse(step)).toEqual(step);
  });

  it('asks for nothing that the doctor does not check in a tenant', () => {
    const { step } = listSuppliers({ from: 'Y30001', changedSince: now, size: 3, name: 'list-suppliers' });
    const asked = step.transactions.map(({ transaction, record }) => ({
      program: step.program,
      transaction,
      inputs: Object.keys(record),
    }));
    expect(m3Transactions).toEqual(expect.arrayContaining(asked.map((one) => expect.objectContaining(one))));
  });

  it('awaits an answer that is on its way', () => {
    const memory = answered([]).view().destination('m3').memory;
    scan
      .memory('m3', memory)
      .inFlight('m3', { kind: 'read' })
      .whenDecided()
      .then({ m3: { decision: 'done' } });
  });

  it('S02: tells what was changed, and calls up what is linked to no supplier of Coupa’s', () => {
    const page = linked(answered([row('Y30001'), row('Y30002')]), 'Y30001');
    page.whenDecided().then({
      m3: {
        decision: 'done',
        status: 'Posted',
        until: '2026-03-10T08:01:00.000Z',
        publish: [
          {
            topic: 'xref.m3-supplier-scan.v1',
            key: '100/Y30001',
            value: { company: '100', number: 'Y30001', changeSeenAt: now },
          },
          { key: '100/Y30002' },
        ],
        callUp: [{ type: 'm3-supplier', id: '100/Y30002' }],
      },
    });
  });

  it('goes on from the last number while pages are full, and the next round begins where this one began', () => {
    const full = answered([row('Y30001'), row('Y30002'), row('Y30003')]);
    full
      .priority('replay')
      .whenDecided()
      .then({
        m3: { decision: 'send', script: { steps: [{ transactions: [{ record: { FRSU: 'Y30003' } }] }] } },
      });
    const next = full.whenDecided().about('m3').memory as ChangesMemory;
    expect(next.since).toBe(minutesAgo(1));
    const last = answered([row('Y30003'), row('Y30004')], { from: 'Y30003', seenNow: next.round?.seen ?? {} });
    expect(toldOf(last)).toEqual(['100/Y30004']);
    expect(rested(last)).toMatchObject({ since: now, nextAt: '2026-03-10T08:01:00.000Z' });
    expect(Object.keys(rested(last).seen)).toEqual(['Y30001', 'Y30002', 'Y30003', 'Y30004']);
  });

  it('asks for the same page again after a restart, or where the question has expired', () => {
    const memory = answered([], { from: 'Y30003' }).view().destination('m3').memory;
    scan
      .memory('m3', memory)
      .last('m3', { kind: 'read', result: 'expired' })
      .at('2026-03-10T09:00:00.000Z')
      .priority('replay')
      .whenDecided()
      .then({
        m3: {
          decision: 'send',
          script: {
            steps: [{ transactions: [{ record: { FRSU: 'Y30003', LMTS: String(Date.parse(minutesAgo(11))) } }] }],
          },
        },
      });
  });

  it('rests until the next round', () => {
    const memory = rested(answered([row('Y30001')]));
    const resting = scan.memory('m3', memory);
    resting
      .at('2026-03-10T08:00:59.000Z')
      .whenDecided()
      .then({ m3: { decision: 'done', until: '2026-03-10T08:01:00.000Z' } });
    resting
      .at('2026-03-10T08:01:00.000Z')
      .whenDecided()
      .then({
        m3: {
          decision: 'send',
          script: { steps: [{ transactions: [{ record: { LMTS: String(Date.parse(minutesAgo(10))) } }] }] },
        },
      });
  });
});

describe('a supplier that stays in the list for as long as the overlap', () => {
  it('is told once', () => {
    const again = answered([row('Y30001')], { seen: seen(minutesAgo(2)) });
    expect(toldOf(again)).toEqual([]);
    expect(calledUpOf(again)).toEqual([]);
    expect(rested(again).seen).toEqual(seen(minutesAgo(2)));
  });

  it('is told again when the list says something else of it', () => {
    expect(toldOf(answered([row('Y30001', 'Acme Ltd')], { seen: seen(minutesAgo(2)) }))).toEqual(['100/Y30001']);
  });

  it('is told again after half of that time: the list says neither its status nor its address', () => {
    expect(toldOf(answered([row('Y30001')], { seen: seen(minutesAgo(5)) }))).toEqual(['100/Y30001']);
  });

  it('is forgotten once it is not in the list any more', () => {
    expect(rested(answered([], { seen: seen(minutesAgo(2)) })).seen).toEqual({});
  });
});

describe('a list that M3 refuses', () => {
  const refusal = { step: 'list-suppliers', code: 'XAU0008', message: 'Not authorised for program CRS620MI' };
  const memory = answered([]).view().destination('m3').memory;
  const refused = scan
    .memory('m3', memory)
    .last('m3', { kind: 'read', result: 'refused', refusals: [refusal], at: now });

  it('is said, with what to do, and is asked for again after a while, in other words than those that were refused', () => {
    refused.whenDecided().then({
      m3: {
        decision: 'refused',
        until: '2026-03-10T08:10:00.000Z',
        because: {
          code: 'm3-refused',
          message: expect.stringContaining('Not authorised for program CRS620MI (XAU0008)'),
          fix: expect.stringContaining('CRS620MI LstSuppliers'),
        },
      },
    });
    refused
      .at('2026-03-10T08:10:00.000Z')
      .whenDecided()
      .then({ m3: { decision: 'send', script: { steps: [{ id: 'list-suppliers-again' }] } } });
    refused
      .askedBy('ada')
      .whenDecided()
      .then({ m3: { decision: 'send' } });
  });

  it('because of LMTS leaves changes to the nightly comparison', () => {
    refused
      .last('m3', { kind: 'read', result: 'refused', refusals: [{ ...refusal, field: 'LMTS' }], at: now })
      .whenDecided()
      .then({ m3: { because: { fix: expect.stringContaining('nightly comparison') } } });
  });

  it('or gives the same page of for ever ends the round, and loses nothing', () => {
    const stuck = answered([row('Y30003'), row('Y30003'), row('Y30003')], { from: 'Y30003' });
    stuck.whenDecided().then({ m3: { decision: 'refused', until: '2026-03-10T08:10:00.000Z' } });
    const memory = rested(stuck);
    expect(memory).toMatchObject({ since: minutesAgo(1), stopped: { by: 'same-page', from: 'Y30003' } });
    const resting = scan.memory('m3', memory);
    resting.whenDecided().then({ m3: { decision: 'refused', because: { code: 'answer-unreadable' } } });
    resting
      .at('2026-03-10T08:10:00.000Z')
      .whenDecided()
      .then({ m3: { decision: 'send' } });
  });
});

/** M3 has just answered with these rows what was changed since a time that is still to come. */
const trial = (rows: readonly object[]) =>
  scan
    .memory('m3', {
      since: minutesAgo(5),
      seen: {},
      nextAt: now,
      round: { startedAt: now, from: '', name: 'list-suppliers', seen: {}, isTrial: true },
    } satisfies ChangesMemory)
    .last('m3', { kind: 'read', at: now })
    .reading('m3', 'try-list-suppliers', [rows as never], { readAt: now, justRead: true });

describe('M3 that takes the time of a change (LMTS) for something else', () => {
  it('is found out before the first round, by a time that is still to come', () => {
    scan.whenDecided().then({
      m3: {
        decision: 'send',
        script: {
          steps: [
            {
              id: 'try-list-suppliers',
              recordsMax: 1,
              transactions: [{ record: { LMTS: String(Date.parse('2026-03-11T08:00:00.000Z')) } }],
            },
          ],
        },
      },
    });
  });

  it('has nothing read for it: it is said, changes are left to the night, and it is tried again a day later', () => {
    const unheeded = trial([row('Y30001')]);
    const { publish, callUp } = unheeded.whenDecided().about('m3');
    expect([publish, callUp]).toEqual([undefined, undefined]);
    unheeded.whenDecided().then({
      m3: {
        decision: 'refused',
        until: '2026-03-11T08:00:00.000Z',
        because: {
          message: expect.stringContaining('LMTS'),
          fix: expect.stringContaining('nightly comparison alone'),
        },
      },
    });
    const resting = scan.memory('m3', rested(unheeded));
    resting.whenDecided().then({ m3: { decision: 'refused', until: '2026-03-11T08:00:00.000Z' } });
    const again = { m3: { decision: 'send', script: { steps: [{ id: 'try-list-suppliers' }] } } };
    resting.at('2026-03-11T08:00:00.000Z').whenDecided().then(again);
    resting.askedBy('ada').whenDecided().then(again);
  });

  it('is none of those that list nothing from the future: there the first round follows, from the beginning on', () => {
    trial([])
      .whenDecided()
      .then({
        m3: {
          decision: 'send',
          script: {
            steps: [{ id: 'list-suppliers', transactions: [{ record: { LMTS: String(Date.parse(minutesAgo(15))) } }] }],
          },
          memory: { isTimeHeeded: true, since: minutesAgo(5) },
        },
      });
  });
});

describe('a list of changes that is long', () => {
  const full = [row('Y30001'), row('Y30002'), row('Y30003')];

  it('is read on less urgently than what somebody has just changed', () => {
    const page = answered(full);
    page.whenDecided().then({
      m3: {
        decision: 'done',
        until: now,
        untilPriority: 'replay',
        publish: { length: 3 },
        memory: { round: { from: 'Y30003' } },
      },
    });
    scan
      .memory('m3', rested(page))
      .priority('replay')
      .whenDecided()
      .then({ m3: { decision: 'send', script: { steps: [{ transactions: [{ record: { FRSU: 'Y30003' } }] }] } } });
  });

  it('lets the next round begin an interval after its end, not after its beginning', () => {
    expect(rested(answered([]).at('2026-03-10T08:05:00.000Z')).nextAt).toBe('2026-03-10T08:06:00.000Z');
  });

  it('ends at a bound, is said, and is remembered no further; whether M3 heeds the time is tried again', () => {
    const seenNow = Object.fromEntries(
      Array.from({ length: 2_000 }, (_, index) => [`A${index}`, { digest: '', toldAt: now }]),
    );
    const long = answered(full, { from: 'A1999', seenNow });
    long.whenDecided().then({
      m3: {
        decision: 'refused',
        until: '2026-03-10T08:10:00.000Z',
        because: { message: expect.stringContaining('more than 2000'), fix: expect.stringContaining('nightly') },
      },
    });
    const memory = rested(long);
    expect(memory).toMatchObject({ since: now });
    expect(memory.round).toBeUndefined();
    expect(Object.keys(memory.seen)).toHaveLength(2_003);
    scan
      .memory('m3', memory)
      .at('2026-03-10T08:10:00.000Z')
      .whenDecided()
      .then({ m3: { decision: 'send', script: { steps: [{ id: 'try-list-suppliers' }] } } });
  });
});

describe('the whole list', () => {
  const resting = scan.memory('m3/all', { begunAt: now } satisfies WholeMemory);

  /** M3 has just answered a page of it with these rows. */
  const page = (rows: readonly object[], round: Partial<NonNullable<WholeMemory['round']>> = {}) =>
    scan
      .memory('m3/all', {
        begunAt: now,
        round: { startedAt: now, from: '', name: 'list-suppliers', suppliers: 0, unlinked: 0, ...round },
      } satisfies WholeMemory)
      .last('m3/all', { kind: 'read', at: now })
      .reading('m3/all', 'list-suppliers', [rows as never], { readAt: now, justRead: true });

  it('S24: is gone through every night, less urgently than what somebody has just changed', () => {
    expect(all(resting)).toMatchObject({ decision: 'done', until: night, untilPriority: 'replay' });
    expect(all(resting.at(night))).toMatchObject({ decision: 'done', until: night, untilPriority: 'replay' });
    expect(all(resting.at(night).priority('replay'))).toMatchObject({
      decision: 'send',
      script: { kind: 'read', company: '100', steps: [{ transactions: [{ record: {} }] }] },
      memory: { begunAt: night },
    });
  });

  it('is gone through at once when a person asks for a load, once', () => {
    const asked = resting.answered('load', 'all', { at: '2026-03-10T07:59:00.000Z' }).priority('first-load');
    expect(all(asked)).toMatchObject({ decision: 'send', memory: { loadAskedAt: '2026-03-10T07:59:00.000Z' } });
    const memory = { begunAt: now, loadAskedAt: '2026-03-10T07:59:00.000Z' } satisfies WholeMemory;
    expect(all(asked.memory('m3/all', memory))).toMatchObject({ decision: 'done' });
    const again = asked.memory('m3/all', memory).answered('load', 'all', { at: now });
    expect(all(again)).toMatchObject({ decision: 'send', memory: { loadAskedAt: now } });
  });

  it('calls up every supplier that is linked to none of Coupa’s, page by page, and counts', () => {
    const first = linked(page([row('Y30001'), row('Y30002'), row('Y30003')]), 'Y30002');
    expect(all(first)).toMatchObject({
      decision: 'send',
      script: { steps: [{ transactions: [{ record: { FRSU: 'Y30003' } }] }] },
      callUp: [{ id: '100/Y30001' }, { id: '100/Y30003' }],
      memory: { round: { from: 'Y30003', suppliers: 3, unlinked: 2 } },
    });
    const last = page([row('Y30003'), row('Y30004')], { from: 'Y30003', suppliers: 3, unlinked: 2 });
    expect(all(last)).toMatchObject({
      decision: 'done',
      until: night,
      callUp: [{ type: 'm3-supplier', id: '100/Y30004' }],
      memory: { result: { suppliers: 4, unlinked: 3, endedAt: now } },
    });
    expect(all(last).publish).toBeUndefined();
  });

  it('is shown with what was counted', () => {
    const memory = { begunAt: now, result: { endedAt: now, suppliers: 4, unlinked: 3 } } satisfies WholeMemory;
    expect(scanDomain(settings).describe(scan.memory('m3/all', memory).view())).toMatchObject({
      title: 'Suppliers of M3, company 100',
      highlights: [{ text: '4' }, { text: '3' }, { text: now }],
    });
  });

  it('that M3 gives the same page of for ever is given up until the next night', () => {
    const stuck = page([row('Y30003'), row('Y30003'), row('Y30003')], { from: 'Y30003' });
    expect(all(stuck)).toMatchObject({ decision: 'refused', until: night, memory: { stuckFrom: 'Y30003' } });
  });
});
