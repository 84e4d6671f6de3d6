import type { Decision, Decisions } from '@sluice/reconciler/decision';
import { M3Step } from '@sluice/shared/script';
import { given } from '@sluice/testing/specification/given';
import { describe, expect, it } from 'vitest';
import { aSupplier, inM3, settings, type Json } from '../../../tests/suppliers.js';
import { readSupplier } from './read-supplier.js';
import { supplierDomain } from './supplier-domain.js';

/** Supplier 77, with these settings changed. */
const unknown = (changed: Partial<typeof settings> = {}) => given(supplierDomain({ ...settings, ...changed }), '77');
const supplier = (change: Json = {}, changed: Partial<typeof settings> = {}) =>
  unknown(changed).snapshot(aSupplier(change)).at('2026-03-10T08:00:01.000Z');

/** The read by which M3 is asked for Y30001. */
const read = readSupplier('Y30001');

/** What is decided about it when Coupa and M3 hold it with these changes. */
const decidedOn = (change: Json, changeInM3: Json) =>
  supplier(change)
    .reading('m3/100', read, [[inM3(changeInM3)]])
    .whenDecided().decisions;

const linked = (entry: Json) =>
  expect.arrayContaining([
    { topic: 'xref.supplier.v1', key: '77', value: { supplierId: '77', entries: [{ company: '100', ...entry }] } },
    { topic: 'xref.m3-supplier.v1', key: '100/Y30001', value: { company: '100', number: 'Y30001', supplierId: '77' } },
  ]);

const stepsOf = (decision: Decision) => (decision.decision === 'send' ? decision.script.steps : []);

describe('a supplier that carries M3’s number', () => {
  it('is looked up in M3 under it', () => {
    const decided = supplier().whenDecided();
    decided.then({
      'm3/100': {
        decision: 'send',
        script: {
          system: 'm3',
          kind: 'read',
          company: '100',
          steps: [
            {
              id: 'read-supplier/Y30001',
              program: 'CRS620MI',
              absentCodes: ['WSU0103', 'XRE0103'],
              transactions: [{ transaction: 'GetBasicData', record: { SUNO: 'Y30001' } }],
            },
          ],
        },
      },
    });
    for (const step of stepsOf(decided.about('m3/100'))) expect(M3Step.parse(step)).toEqual(step);
  });

  it.each<[name: string, record: Json, entry: Json]>([
    ['as it is', inM3(), { number: 'Y30001', blocked: false }],
    ['with another who is paid', inM3({ PRSU: 'Y39999' }), { number: 'Y30001', payee: 'Y39999', blocked: false }],
    ['S13: blocked for orders', inM3({ STAT: '90' }), { number: 'Y30001', blocked: true }],
    ['preliminary, so not usable', inM3({ STAT: '10' }), { number: 'Y30001', blocked: true }],
    ['D05: padded', inM3({ SUNO: 'Y30001    ', PRSU: '          ', STAT: '20' }), { number: 'Y30001', blocked: false }],
  ])('is linked: %s', (_name, record, entry) => {
    supplier()
      .reading('m3/100', read, [[record]])
      .whenDecided()
      .then({ 'm3/100': { decision: 'done', status: 'Posted', publish: linked(entry) } });
  });

  it('S13: one that M3 blocks is read again by itself, one in use is not', () => {
    expect(decidedOn({}, { STAT: '90' })['m3/100']?.until).toBe('2026-03-10T09:00:01.000Z');
    expect(decidedOn({}, { STAT: '20' })['m3/100']).not.toHaveProperty('until');
  });

  it('which statuses are usable is a setting', () => {
    supplier({}, { usableStatuses: ['10', '20'] })
      .reading('m3/100', read, [[inM3({ STAT: '10' })]])
      .whenDecided()
      .then({ 'm3/100': { publish: linked({ number: 'Y30001', blocked: false }) } });
  });

  it('is refused where M3 holds no such supplier', () => {
    supplier()
      .reading('m3/100', read, [[]])
      .whenDecided()
      .then({
        'm3/100': {
          decision: 'refused',
          because: { code: 'supplier-not-in-m3', message: 'number: M3 holds no supplier Y30001 in company 100' },
        },
      });
  });

  it('is read again when something happens to it and the last reading is old', () => {
    const known = supplier().reading('m3/100', read, [[inM3()]], { readAt: '2026-03-10T08:00:00.000Z' });
    known
      .at('2026-03-10T08:09:59.000Z')
      .whenDecided()
      .then({ 'm3/100': { decision: 'done' } });
    known
      .at('2026-03-10T08:10:00.000Z')
      .whenDecided()
      .then({ 'm3/100': { decision: 'send' } });
  });

  it('but not what was just read, however long the answer took', () => {
    supplier()
      .reading('m3/100', read, [[inM3()]], { readAt: '2026-03-10T08:00:00.000Z', justRead: true })
      .at('2026-03-11T08:00:00.000Z')
      .whenDecided()
      .then({ 'm3/100': { decision: 'done' } });
  });

  it('an answer about another number is not taken for this one', () => {
    supplier({ number: 'Y30002' })
      .reading('m3/100', read, [[inM3()]])
      .whenDecided()
      .then({ 'm3/100': { decision: 'send' } });
  });

  it('an answer of another company is not taken for this one’s', () => {
    supplier({}, { companies: ['100', '200'] })
      .reading('m3/200', read, [[inM3()]])
      .whenDecided()
      .then({ 'm3/100': { decision: 'send', script: { company: '100' } }, 'm3/200': { decision: 'done' } });
  });

  it.each<[name: string, change: Json]>([
    ['S04: renamed in Coupa', { name: 'Acme Bearings International' }],
    ['S12: set inactive there, since its open orders go on', { status: 'inactive' }],
    ['S14: active again', { status: 'active', 'on-hold': false }],
  ])('%s, stays linked to the same one in M3, and nothing is asked anew', (_name, change) => {
    expect(decidedOn(change, {})).toEqual(decidedOn({}, {}));
  });

  it('S08: in two companies it is one message with both numbers', () => {
    const value = {
      supplierId: '77',
      entries: [
        { company: '100', number: 'Y30001', blocked: false },
        { company: '200', number: 'Y30001', blocked: true },
      ],
    };
    supplier({}, { companies: ['100', '200'] })
      .reading('m3/100', read, [[inM3()]])
      .reading('m3/200', read, [[inM3({ STAT: '90' })]])
      .whenDecided()
      .then((decisions) => {
        expect(decisions['m3/100']?.publish).toContainEqual({ topic: 'xref.supplier.v1', key: '77', value });
        expect(decisions['m3/200']?.publish).toEqual(decisions['m3/100']?.publish);
      });
  });

  it('need not be in every company', () => {
    supplier({}, { companies: ['100', '200'] })
      .reading('m3/100', read, [[inM3()]])
      .reading('m3/200', read, [[]])
      .whenDecided()
      .then({
        'm3/100': { decision: 'done', status: 'Posted' },
        'm3/200': { decision: 'done', status: 'Ignored', because: { code: 'supplier-not-in-m3' } },
      });
  });
});

describe('a supplier that cannot be linked', () => {
  it.each<[name: string, change: Json, code: string]>([
    ['without a number', { number: null }, 'supplier-unlinked'],
    ['with a blank number', { number: '  ' }, 'supplier-unlinked'],
    ['S09: with a number longer than M3’s', { number: 'SUPPLIER-00077' }, 'value-too-long'],
  ])('%s is refused', (_name, change, code) => {
    supplier(change)
      .whenDecided()
      .then({ 'm3/100': { decision: 'refused', because: { code, fix: expect.stringContaining("M3's") } } });
  });

  it('a draft without a number is nobody’s business yet', () => {
    supplier({ number: null, status: 'draft' })
      .whenDecided()
      .then({ 'm3/100': { decision: 'done', status: 'Ignored', because: { code: 'status-not-relevant' } } });
  });

  it('one that Coupa removed is unlinked', () => {
    supplier()
      .removed()
      .reading('m3/100', read, [[inM3()]])
      .whenDecided()
      .then({
        'm3/100': { decision: 'done', status: 'Ignored', publish: [{ value: { entries: [], removed: true } }] },
      });
  });

  it('one that Coupa does not hand out needs a person', () => {
    unknown()
      .unavailable({ code: '403', message: 'Forbidden' })
      .whenDecided()
      .then({ 'm3/100': { decision: 'refused', because: { code: 'document-unavailable' } } });
  });

  it('T06: a status that nobody knows does not matter for linking', () => {
    supplier({ status: 'frozen' })
      .reading('m3/100', read, [[inM3()]])
      .whenDecided()
      .then({ 'm3/100': { decision: 'done', status: 'Posted' } });
  });
});

/** The link as it is published with the decision about company 100. */
const linkOf = ({ decisions }: { decisions: Decisions }) =>
  decisions['m3/100']?.publish?.filter(({ topic }) => topic === 'xref.supplier.v1').map(({ value }) => value);

const linkedBefore = (change: Json, changed: Partial<typeof settings> = {}) =>
  supplier(change, changed).reading('m3/100', read, [[inM3()]]);

describe('a link never stays at what is no longer true', () => {
  it.each<[name: string, change: Json, code: string]>([
    ['its number is emptied in Coupa', { number: null }, 'supplier-unlinked'],
    ['its number is emptied and it is a draft again', { number: '', status: 'draft' }, 'status-not-relevant'],
    ['S09: its number becomes longer than M3’s', { number: 'SUPPLIER-00077' }, 'value-too-long'],
  ])('taken back when %s, with the reason', (_name, change, code) => {
    const decided = linkedBefore(change).whenDecided();
    expect(linkOf(decided)).toEqual([
      { supplierId: '77', entries: [], because: expect.objectContaining({ code, message: expect.any(String) }) },
    ]);
  });

  it('taken back as soon as the number is another one, before M3 has been asked about that', () => {
    const decided = linkedBefore({ number: 'Y30002' }).whenDecided();
    decided.then({ 'm3/100': { decision: 'send' } });
    expect(linkOf(decided)).toEqual([{ supplierId: '77', entries: [] }]);
  });

  it('taken back when M3 does not hold the new number', () => {
    const decided = linkedBefore({ number: 'Y30002' }).reading('m3/100', readSupplier('Y30002'), [[]]).whenDecided();
    decided.then({ 'm3/100': { decision: 'refused' } });
    expect(linkOf(decided)).toMatchObject([{ entries: [], because: { code: 'supplier-not-in-m3' } }]);
  });

  it('S24: taken back when it is gone in M3, and kept while M3 is asked again', () => {
    const asked = linkedBefore({}).at('2026-03-11T08:00:00.000Z').whenDecided();
    asked.then({ 'm3/100': { decision: 'send' } });
    expect(linkOf(asked)).toMatchObject([{ entries: [{ number: 'Y30001' }] }]);
    const gone = supplier().reading('m3/100', read, [[]]).whenDecided();
    expect(linkOf(gone)).toMatchObject([{ entries: [], because: { code: 'supplier-not-in-m3' } }]);
  });

  it('S08: taken back in the company where it is gone, and nowhere else', () => {
    const decided = supplier({}, { companies: ['100', '200'] })
      .reading('m3/100', read, [[]])
      .reading('m3/200', read, [[inM3()]])
      .whenDecided();
    expect(linkOf(decided)).toEqual([
      { supplierId: '77', entries: [{ company: '200', number: 'Y30001', blocked: false }] },
    ]);
  });
});

const delay = (code: string) => ({ kind: 'retrying', code, message: 'since 08:00 UTC', since: '' }) as const;

describe('while M3 does not let anybody ask', () => {
  it.each(['credentials-refused', 'scope-missing', 'configuration-invalid'])(
    'T22: those who wait for the supplier are told so: %s',
    (code) => {
      const decided = supplier()
        .inFlight('m3/100', { kind: 'read', delay: delay(code) })
        .whenDecided();
      expect(linkOf(decided)).toMatchObject([
        { entries: [], because: { code, fix: expect.stringContaining('doctor') } },
      ]);
    },
  );

  it('but what passes in a moment is not told, and a known link stays', () => {
    const throttled = supplier().inFlight('m3/100', { kind: 'read', delay: delay('rate-limited') });
    expect(linkOf(throttled.whenDecided())).toEqual([{ supplierId: '77', entries: [] }]);
    const known = supplier()
      .reading('m3/100', read, [[inM3()]])
      .at('2026-03-11T08:00:00.000Z')
      .inFlight('m3/100', { kind: 'read', delay: delay('credentials-refused') });
    expect(linkOf(known.whenDecided())).toMatchObject([{ entries: [{ number: 'Y30001' }] }]);
    expect(linkOf(known.whenDecided())?.[0]).not.toHaveProperty('because');
  });
});

describe('how people call a supplier', () => {
  const { describe: called } = supplierDomain(settings);

  it('by its name, with M3’s number once it was seen there', () => {
    expect(called(supplier().view())).toEqual({ title: 'Supplier Acme Bearings' });
    expect(
      called(
        supplier()
          .reading('m3/100', read, [[inM3()]])
          .view(),
      ),
    ).toEqual({
      title: 'Supplier Acme Bearings',
      m3: { company: '100', number: 'Y30001' },
      highlights: [{ label: 'Company 100', text: 'Y30001, status 20 (in use)' }],
    });
    expect(called(unknown().view())).toEqual({ title: 'Supplier 77' });
  });
});
