import { M3Step } from '@sluice/shared/script';
import { describe, expect, it } from 'vitest';
import { decide } from './decide.js';
import { aSupplier, given, inM3, settings, type Json, type Known } from '../../tests/given.js';
import { supplierDomain } from './supplier-domain.js';

const decided = (known: Known, changed: Partial<typeof settings> = {}) =>
  decide(given(known), { ...settings, ...changed });

const linked = (entry: Json) => [
  { topic: 'xref.supplier.v1', key: '77', value: { supplierId: '77', entries: [{ company: '100', ...entry }] } },
];

describe('a supplier that carries M3’s number', () => {
  it('is looked up in M3 under it', () => {
    const decision = decided({ supplier: aSupplier() })['m3/100'];
    expect(decision).toMatchObject({
      decision: 'send',
      script: {
        system: 'm3',
        kind: 'read',
        company: '100',
        steps: [
          {
            id: 'read-supplier/100/Y30001',
            program: 'CRS620MI',
            absentCodes: ['WSU0103', 'XRE0103'],
            transactions: [{ transaction: 'GetBasicData', record: { SUNO: 'Y30001' } }],
          },
        ],
      },
    });
    const steps = decision?.decision === 'send' ? decision.script.steps : [];
    for (const step of steps) expect(M3Step.parse(step)).toEqual(step);
  });

  it.each<[name: string, record: Json, entry: Json]>([
    ['as it is', inM3(), { number: 'Y30001', blocked: false }],
    ['with another who is paid', inM3({ PRSU: 'Y39999' }), { number: 'Y30001', payee: 'Y39999', blocked: false }],
    ['S13: blocked for orders', inM3({ STAT: '90' }), { number: 'Y30001', blocked: true }],
    ['preliminary, so not usable', inM3({ STAT: '10' }), { number: 'Y30001', blocked: true }],
    ['D05: padded', inM3({ SUNO: 'Y30001    ', PRSU: '          ', STAT: '20' }), { number: 'Y30001', blocked: false }],
  ])('is linked: %s', (_name, record, entry) => {
    expect(decided({ supplier: aSupplier(), answers: { '100': [record] } })).toMatchObject({
      'm3/100': { decision: 'done', status: 'Posted', publish: linked(entry) },
    });
  });

  it('S13: one that M3 blocks is read again by itself, one in use is not', () => {
    const [blocked, inUse] = ['90', '20'].map(
      (STAT) => decided({ supplier: aSupplier(), answers: { '100': [inM3({ STAT })] } })['m3/100'],
    );
    expect(blocked?.until).toBe('2026-03-10T09:00:01.000Z');
    expect(inUse).not.toHaveProperty('until');
  });

  it('which statuses are usable is a setting', () => {
    const answers = { '100': [inM3({ STAT: '10' })] };
    expect(decided({ supplier: aSupplier(), answers }, { usableStatuses: ['10', '20'] })).toMatchObject({
      'm3/100': { publish: linked({ number: 'Y30001', blocked: false }) },
    });
  });

  it('is refused where M3 holds no such supplier', () => {
    expect(decided({ supplier: aSupplier(), answers: { '100': [] } })).toMatchObject({
      'm3/100': {
        decision: 'refused',
        because: { code: 'supplier-not-in-m3', message: 'number: M3 holds no supplier Y30001 in company 100' },
      },
    });
  });

  it('is read again when something happens to it and the last reading is old', () => {
    const known = { supplier: aSupplier(), answers: { '100': [inM3()] } };
    expect(decided({ ...known, now: '2026-03-10T08:09:59.000Z' })).toMatchObject({ 'm3/100': { decision: 'done' } });
    expect(decided({ ...known, now: '2026-03-10T08:10:00.000Z' })).toMatchObject({ 'm3/100': { decision: 'send' } });
  });

  it('but not what was just read, however long the answer took', () => {
    const known = { supplier: aSupplier(), answers: { '100': [inM3()] }, answer: { justRead: true } };
    expect(decided({ ...known, now: '2026-03-11T08:00:00.000Z' })).toMatchObject({ 'm3/100': { decision: 'done' } });
  });

  it('an answer about another number is not taken for this one', () => {
    expect(decided({ supplier: aSupplier({ number: 'Y30002' }), answers: { '100': [inM3()] } })).toMatchObject({
      'm3/100': { decision: 'send' },
    });
  });

  it.each<[name: string, change: Json]>([
    ['S04: renamed in Coupa', { name: 'Acme Bearings International' }],
    ['S12: set inactive there, since its open orders go on', { status: 'inactive' }],
    ['S14: active again', { status: 'active', 'on-hold': false }],
  ])('%s, stays linked to the same one in M3, and nothing is asked anew', (_name, change) => {
    const answers = { '100': [inM3()] };
    expect(decided({ supplier: aSupplier(change), answers })).toEqual(decided({ supplier: aSupplier(), answers }));
  });

  it('S08: in two companies it is one message with both numbers', () => {
    const answers = { '100': [inM3()], '200': [inM3({ STAT: '90' })] };
    const decisions = decided({ supplier: aSupplier(), answers }, { companies: ['100', '200'] });
    const value = {
      supplierId: '77',
      entries: [
        { company: '100', number: 'Y30001', blocked: false },
        { company: '200', number: 'Y30001', blocked: true },
      ],
    };
    expect(decisions['m3/100']?.publish).toEqual([{ topic: 'xref.supplier.v1', key: '77', value }]);
    expect(decisions['m3/200']?.publish).toEqual(decisions['m3/100']?.publish);
  });

  it('need not be in every company', () => {
    const answers = { '100': [inM3()], '200': [] };
    expect(decided({ supplier: aSupplier(), answers }, { companies: ['100', '200'] })).toMatchObject({
      'm3/100': { decision: 'done', status: 'Posted' },
      'm3/200': { decision: 'done', status: 'Ignored', because: { code: 'supplier-not-in-m3' } },
    });
  });
});

describe('a supplier that cannot be linked', () => {
  it.each<[name: string, supplier: Json, code: string]>([
    ['without a number', aSupplier({ number: null }), 'supplier-unlinked'],
    ['with a blank number', aSupplier({ number: '  ' }), 'supplier-unlinked'],
    ['S09: with a number longer than M3’s', aSupplier({ number: 'SUPPLIER-00077' }), 'value-too-long'],
  ])('%s is refused', (_name, supplier, code) => {
    expect(decided({ supplier })).toMatchObject({
      'm3/100': { decision: 'refused', because: { code, fix: expect.stringContaining("M3's") } },
    });
  });

  it('a draft without a number is nobody’s business yet', () => {
    expect(decided({ supplier: aSupplier({ number: null, status: 'draft' }) })).toMatchObject({
      'm3/100': { decision: 'done', status: 'Ignored', because: { code: 'status-not-relevant' } },
    });
  });

  it('one that Coupa removed is unlinked', () => {
    expect(decided({ supplier: aSupplier(), removed: true, answers: { '100': [inM3()] } })).toMatchObject({
      'm3/100': { decision: 'done', status: 'Ignored', publish: [{ value: { entries: [], removed: true } }] },
    });
  });

  it('one that Coupa does not hand out needs a person', () => {
    expect(decided({ unavailable: { code: '403', message: 'Forbidden' } })).toMatchObject({
      'm3/100': { decision: 'refused', because: { code: 'document-unavailable' } },
    });
  });

  it('T06: a status that nobody knows does not matter for linking', () => {
    expect(decided({ supplier: aSupplier({ status: 'frozen' }), answers: { '100': [inM3()] } })).toMatchObject({
      'm3/100': { decision: 'done', status: 'Posted' },
    });
  });
});

describe('how people call a supplier', () => {
  const { describe: called } = supplierDomain(settings);

  it('by its name, with M3’s number once it was seen there', () => {
    expect(called(given({ supplier: aSupplier() }))).toEqual({ title: 'Supplier Acme Bearings' });
    expect(called(given({ supplier: aSupplier(), answers: { '100': [inM3()] } }))).toEqual({
      title: 'Supplier Acme Bearings',
      m3: { company: '100', number: 'Y30001' },
    });
    expect(called(given({}))).toEqual({ title: 'Supplier 77' });
  });
});
