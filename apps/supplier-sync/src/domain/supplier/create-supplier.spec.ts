import type { Decided } from '@sluice/testing/specification/given';
import { M3Step } from '@sluice/shared/script';
import { describe, expect, it } from 'vitest';
import { absentInM3, supplier, synced, type GivenSupplier } from '../../../tests/given-supplier.js';
import type { Json } from '../../../tests/suppliers.js';
import { searchFor } from './find-matches.js';
import type { SupplierSettings } from './settings.js';

/** A supplier that has no number yet. */
const unnumbered = (change: Json = {}, changed: Partial<SupplierSettings> = {}) =>
  supplier({ number: null, ...change }, changed);

/** M3 was searched for it, and these were found. */
function searched(one: GivenSupplier, byTaxNumber: readonly Json[] = [], byName: readonly Json[] = []): GivenSupplier {
  const values = { name: 'Acme Bearings', taxNumber: { field: 'VRNO', number: 'BE0123456789' } } as const;
  const read = searchFor(one.view(), values, synced);
  if (read === undefined) throw new Error('nothing is searched');
  return one.reading('m3/100', read, [byTaxNumber, byName]);
}

/** Everything is known that a create needs: M3 has nothing like it, and nothing under the number. */
const ready = (change: Json = {}, changed: Partial<SupplierSettings> = {}) =>
  absentInM3(searched(unnumbered(change, changed)).number('supplier-number', 1), 'C00001');

const stepsOf = (decided: Decided, destination = 'm3/100') => {
  const decision = decided.about(destination);
  return decision.decision === 'send' ? (decision.script.steps as M3Step[]) : [];
};
const transactionsOf = (decided: Decided) =>
  stepsOf(decided).map(({ program, transactions }) => `${program} ${transactions[0]?.transaction}`);
const recordOf = (decided: Decided, id: string) =>
  stepsOf(decided).find((step) => step.id === id)?.transactions[0]?.record;

it('one that a person calls new waits for a number where Coupa numbers suppliers, and says so', () =>
  supplier({ number: null }, { numbers: 'coupa' })
    .answered('number', 'new')
    .whenDecided()
    .then({
      'm3/100': {
        decision: 'refused',
        because: { code: 'supplier-unlinked', message: expect.stringContaining('new in M3') },
      },
    }));

describe('S01: a new supplier in Coupa without a number', () => {
  it('is searched for in M3 before anything else', () => {
    unnumbered()
      .whenDecided()
      .then({
        'm3/100': {
          decision: 'send',
          script: {
            kind: 'read',
            steps: [
              {
                program: 'CRS620MI',
                transactions: [
                  { transaction: 'SearchSupplier', record: { SQRY: 'VRNO:"BE0123456789"' } },
                  { transaction: 'SearchSupplier', record: { SQRY: 'SUNM:"Acme Bearings"' } },
                ],
              },
            ],
          },
        },
      });
  });

  it('then gets a number of our range, which must be free in M3', () => {
    searched(unnumbered())
      .number('supplier-number', 1)
      .whenDecided()
      .then({ 'm3/100': { script: { kind: 'read', steps: [{ id: 'read-supplier/C00001' }] } } });
  });

  it('and is made as a copy of the template of its group, completed, with its address and its contact', () => {
    const decided = ready().whenDecided();
    for (const step of stepsOf(decided)) expect(M3Step.parse(step)).toEqual(step);
    expect(transactionsOf(decided)).toEqual([
      'CRS620MI GetBasicData',
      'CRS620MI CopyTemplate',
      'CRS620MI UpdSupplier',
      'CRS620MI AddAddress',
      'CRS620MI AddSupplierRef',
    ]);
    expect(recordOf(decided, 'create-supplier')).toEqual({ SUNO: 'C00001', STEM: 'TEMPLATE' });
    expect(recordOf(decided, 'update-supplier')).toEqual({
      SUNO: 'C00001',
      SUNM: 'Acme Bearings',
      STAT: '20',
      TEPY: 'N30',
      VRNO: 'BE0123456789',
      OUCN: '4711',
      PHNO: expect.stringContaining('123456'),
      CSCD: 'BE',
      // What Coupa does not know, from the row of the group.
      CUCD: 'EUR',
      RESP: 'ANNA',
    });
    expect(recordOf(decided, 'add-address')).toMatchObject({
      ADTE: '01',
      ADID: 'COUPA',
      STDT: '20260310',
      ADR1: 'Kaai 101',
    });
    expect(recordOf(decided, 'add-contact')).toMatchObject({ RFTY: '10', RFID: 'COUPA', YRE1: 'An Peeters' });
  });

  it('a lost answer to any of its writes is looked for, and the write repeated under the same number', () => {
    for (const step of stepsOf(ready().whenDecided()).filter(({ kind }) => kind === 'write'))
      expect(step).toMatchObject({
        whenOutcomeUnknown: { do: 'repeat' },
        probe: { calls: [{ record: { SUNO: 'C00001' } }] },
      });
  });

  it('another number is tried where M3 holds another supplier under it', () => {
    searched(unnumbered())
      .number('supplier-number', 1)
      .number('supplier-number/2', 1)
      .reading('m3/100', 'read-supplier/C00001', [[{ SUNO: 'C00001', SUNM: 'Somebody Else', STAT: '20' }]])
      .whenDecided()
      .then({ 'm3/100': { script: { steps: [{ id: 'read-supplier/C20000' }] } } });
  });

  it('and a person is asked where M3 holds one of its very name under it, as after a restore of old records', () => {
    searched(unnumbered())
      .number('supplier-number', 1)
      .reading('m3/100', 'read-supplier/C00001', [[{ SUNO: 'C00001', SUNM: 'ACME BEARINGS', STAT: '20' }]])
      .whenDecided()
      .then({
        'm3/100': {
          decision: 'refused',
          because: { code: 'supplier-match-found' },
          questions: [{ id: 'number' }, { choices: ['new'] }],
        },
      });
  });

  it('waits for its row where its group has none: nothing is made by default', () => {
    unnumbered({ commodity: { name: 'Bearings' } })
      .whenDecided()
      .then({ 'm3/100': { decision: 'waiting', on: [{ topic: 'mapping.v1', key: 'supplier-group/Bearings' }] } });
  });

  it('gets the next number of M3’s own series, where the installation says so, and nothing is made without one', () => {
    const decided = searched(unnumbered({}, { numbers: 'm3-series' })).whenDecided();
    expect(transactionsOf(decided).slice(0, 2)).toEqual(['CRS165MI RtvNextNumber', 'CRS620MI CopyTemplate']);
    expect(stepsOf(decided)[0]?.transactions[0]?.record).toEqual({ NBTY: '09', NBID: '1' });
    for (const { transactions } of stepsOf(decided).slice(1))
      expect(transactions[0]?.record['SUNO']).toEqual({ from: 'next-number', field: 'NBNR' });
  });

  it('counts as not made before M3 was searched for it, however long Coupa has had it', () => {
    const series = { numbers: 'm3-series' } as const;
    searched(unnumbered({ 'created-at': '2019-03-01T00:00:00Z' }, series))
      .whenDecided()
      .then({ 'm3/100': { script: { documentSince: '2026-03-10T08:00:00.000Z' } } });
    unnumbered({}, { ...series, lookupQueries: [] })
      .whenDecided()
      .then({ 'm3/100': { script: { documentSince: '2026-03-01T00:00:00.000Z' } } });
  });

  it('S09: is refused where our range has grown longer than M3’s number, and nothing is cut', () => {
    searched(unnumbered({}, { ownNumbers: { prefix: 'COUPA', start: '100000' } }))
      .number('supplier-number', 1)
      .whenDecided()
      .then({
        'm3/100': {
          decision: 'refused',
          because: { code: 'value-too-long', message: expect.stringContaining('COUPA100000') },
        },
      });
  });

  it('and a person is asked where the range is used up', () => {
    searched(unnumbered({}, { ownNumbers: { prefix: 'C', start: '99990' } }))
      .number('supplier-number', 3)
      .whenDecided()
      .then({
        'm3/100': {
          decision: 'refused',
          because: { message: expect.stringContaining('C99990') },
          questions: [{ id: 'number' }],
        },
      });
  });

  it('S10: has its name shortened at a word, or is refused, as the installation says', () => {
    const name = 'International Bearings and Transmissions of Oostende';
    const made = absentInM3(unnumbered({ name }, { lookupQueries: [] }).number('supplier-number', 1), 'C00001');
    expect(recordOf(made.whenDecided(), 'update-supplier')).toMatchObject({ SUNM: 'International Bearings and' });
    unnumbered({ name }, { longNames: 'refuse' })
      .whenDecided()
      .then({ 'm3/100': { decision: 'refused', because: { code: 'value-too-long' } } });
  });
});

const bare = (changed: Json = {}) => unnumbered(changed).mapping('supplier-group', '(default)', { currency: 'EUR' });

describe('S29: what M3 demands and nobody gives', () => {
  it('is said all at once, with what else is missing, by the tenant’s own list', () => {
    const mandatory = { 'CRS620MI AddSupplier': ['SUNO', 'SUNM', 'SUTY', 'CUCD', 'PYME'] };
    bare({ 'payment-term': { code: 'Net 90' } })
      .lookupRow('xref.m3-metadata.v1', '100', { company: '100', transactions: {}, mandatory })
      .whenDecided()
      .then({
        'm3/100': {
          decision: 'refused',
          because: {
            code: 'value-missing',
            message: expect.stringMatching(/supplier type \(SUTY\), payment method \(PYME\).*payment-term Net 90/),
          },
        },
      });
  });

  it('is by Infor’s list where the tenant has not told its own', () => {
    bare()
      .whenDecided()
      .then({ 'm3/100': { because: { message: expect.stringContaining('date format (DTFM)') } } });
  });

  it('S19: a mapping that is missing is waited for by name', () => {
    unnumbered({ 'payment-term': { code: 'Net 90' } })
      .whenDecided()
      .then({ 'm3/100': { decision: 'waiting', on: [{ key: 'payment-term/Net 90' }] } });
  });

  it('with all of it given and no template, AddSupplier makes the supplier in one call', () => {
    const row = {
      supplierType: '0',
      dateFormat: 'DMY',
      orderType: '300',
      dateForTerms: '1',
      dateCode: '2',
      rateType: '1',
    };
    const decided = ready()
      .mapping('supplier-group', '(default)', { ...row, currency: 'EUR', approval: '1' })
      .whenDecided();
    expect(transactionsOf(decided)).toEqual([
      'CRS620MI GetBasicData',
      'CRS620MI AddSupplier',
      'CRS620MI AddAddress',
      'CRS620MI AddSupplierRef',
    ]);
    expect(recordOf(decided, 'create-supplier')).toMatchObject({ SUTY: '0', DTFM: 'DMY', SUNM: 'Acme Bearings' });
  });
});

describe('S03, S26: M3 holds one already that may be the same', () => {
  const found = searched(unnumbered(), [{ SUNO: 'Y30009', SUNM: 'Acme', STAT: '20' }]);
  const noneOf = 'number/b3731c7a';

  it('is not made a second time: a person links it or says that it is new', () => {
    found.whenDecided().then({
      'm3/100': {
        decision: 'refused',
        because: { code: 'supplier-match-found', message: expect.stringContaining('Y30009 Acme') },
        questions: [
          { id: 'number', choices: [] },
          { id: noneOf, choices: ['new'] },
        ],
      },
    });
  });

  it('is linked by the answer', () => {
    found
      .answered('number', 'Y30009')
      .whenDecided()
      .then({ 'm3/100': { decision: 'send', script: { steps: [{ id: 'read-whole-supplier/Y30009' }] } } });
  });

  it('is made by the answer that it is none of them', () => {
    absentInM3(found.answered(noneOf, 'new').number('supplier-number', 1), 'C00001')
      .whenDecided()
      .then({ 'm3/100': { decision: 'send', script: { kind: 'write' } } });
  });

  it('is asked about again where another one is found: the answer was about those that were there', () => {
    const [one, other] = ['Y30009', 'Y30010'].map((SUNO) => ({ SUNO, SUNM: 'Acme', STAT: '20' }));
    searched(unnumbered(), [one ?? {}, other ?? {}])
      .answered(noneOf, 'new')
      .number('supplier-number', 1)
      .whenDecided()
      .then({ 'm3/100': { decision: 'refused', because: { code: 'supplier-match-found' } } });
  });

  it('is asked about though a person said "new" before M3 was searched', () => {
    found
      .answered('number', 'new')
      .number('supplier-number', 1)
      .whenDecided()
      .then({ 'm3/100': { decision: 'refused', because: { code: 'supplier-match-found' } } });
  });

  it('one that another supplier of Coupa’s is linked to is none of the candidates', () => {
    const linked = { company: '100', number: 'Y30009', supplierId: '12' };
    found
      .lookupRow('xref.m3-supplier.v1', '100/Y30009', linked)
      .number('supplier-number', 1)
      .whenDecided()
      .then({ 'm3/100': { script: { steps: [{ id: 'read-supplier/C00001' }] } } });
  });

  it('one whose name only begins alike is none either', () => {
    searched(unnumbered(), [], [{ SUNO: 'Y30009', SUNM: 'Acme Bearings France', STAT: '20' }])
      .number('supplier-number', 1)
      .whenDecided()
      .then({ 'm3/100': { script: { steps: [{ id: 'read-supplier/C00001' }] } } });
  });

  it('without the search, by setting or in a tenant that lacks it, the number is taken at once', () => {
    const transactions = { 'CRS620MI UpdSupplier': { SUNM: 36 } };
    for (const one of [
      unnumbered({}, { lookupQueries: [] }),
      unnumbered().lookupRow('xref.m3-metadata.v1', '100', { company: '100', transactions }),
    ])
      one
        .number('supplier-number', 1)
        .whenDecided()
        .then({ 'm3/100': { script: { steps: [{ id: 'read-supplier/C00001' }] } } });
  });
});

const absentWithNumber = (numbers: SupplierSettings['numbers']) =>
  absentInM3(supplier({}, { numbers }), 'Y30001').whenDecided();

describe('what is not made', () => {
  it.each<[string, Json, string]>([
    ['a draft', { status: 'draft' }, 'status-not-relevant'],
    ['one that is inactive', { status: 'inactive' }, 'status-not-relevant'],
  ])('%s', (_name, change, code) => {
    unnumbered(change)
      .whenDecided()
      .then({ 'm3/100': { decision: 'done', status: 'Ignored', because: { code } } });
  });

  it('S27: one that a rule excludes, which is said', () => {
    unnumbered({ 'one-time-supplier': true }, { exclusions: [{ field: 'one-time-supplier', values: ['true'] }] })
      .whenDecided()
      .then({
        'm3/100': {
          decision: 'done',
          status: 'Ignored',
          because: { code: 'excluded-by-rule', message: expect.stringContaining('one-time-supplier') },
        },
      });
  });

  it('one with a number that M3 does not hold, unless Coupa numbers the suppliers', () => {
    absentWithNumber('own').then({ 'm3/100': { decision: 'refused', because: { code: 'supplier-not-in-m3' } } });
    absentWithNumber('coupa').then({
      'm3/100': { decision: 'send', script: { kind: 'write', target: { number: 'Y30001' } } },
    });
  });
});

const inTwo = { companies: ['100', '200'] } as const;
const madeInFirst = (createIn: SupplierSettings['createIn']) =>
  absentInM3(
    supplier({ number: 'C00001' }, { ...inTwo, createIn }).reading('m3/100', 'read-supplier/C00001', [
      [{ SUNO: 'C00001', STAT: '20' }],
    ]),
    'C00001',
    '200',
  ).whenDecided();

describe('several companies', () => {
  it('S08: it is made in the first, and the others wait for its number', () => {
    const decided = absentInM3(
      absentInM3(searched(unnumbered({}, inTwo)).number('supplier-number', 1), 'C00001'),
      'C00001',
      '200',
    ).whenDecided();
    decided.then({
      'm3/100': { decision: 'send', script: { company: '100', kind: 'write' } },
      'm3/200': { decision: 'waiting', on: [] },
    });
  });

  it('S08: a number is free only if no company has it', () => {
    absentInM3(searched(unnumbered({}, inTwo)).number('supplier-number', 1).number('supplier-number/2', 1), 'C00001')
      .reading('m3/200', 'read-supplier/C00001', [[{ SUNO: 'C00001', SUNM: 'Somebody Else' }]])
      .whenDecided()
      .then({
        'm3/100': { script: { steps: [{ id: 'read-supplier/C20000' }] } },
        'm3/200': { script: { steps: [{ id: 'read-supplier/C20000' }] } },
      });
  });

  it('S08: it is then made in the others too, if the installation says so', () => {
    madeInFirst('all').then({
      'm3/200': { decision: 'send', script: { company: '200', kind: 'write', target: { number: 'C00001' } } },
    });
    madeInFirst('first').then({ 'm3/200': { decision: 'done', status: 'Ignored' } });
  });
});
