import { mappingRow, type Decided } from '@sluice/testing/specification/given';
import { M3Step } from '@sluice/shared/script';
import { describe, expect, it } from 'vitest';
import { absentInM3, heldByM3, supplier, synced, type GivenSupplier } from '../../../tests/given-supplier.js';
import type { Json } from '../../../tests/suppliers.js';
import { defaultOwners } from '../values/owners.js';
import type { CompanyMemory } from './supplier-view.js';
import { supplierHighlights } from './supplier-highlights.js';

const stepsOf = (decided: Decided, destination = 'm3/100') => {
  const decision = decided.about(destination);
  return decision.decision === 'send' ? (decision.script.steps as M3Step[]) : [];
};
const writesOf = (decided: Decided, destination?: string) =>
  stepsOf(decided, destination).map(({ transactions }) => [transactions[0]?.transaction, transactions[0]?.record]);

/** What is remembered once both hold the same. */
const agreed = (one: GivenSupplier): CompanyMemory =>
  heldByM3(one).whenDecided().about('m3/100').memory as CompanyMemory;

/** Both held the same, and now Coupa holds it with one change and M3 with another. */
function changed(inCoupa: Json, inM3: Json = {}, settings: Parameters<typeof supplier>[1] = {}): GivenSupplier {
  const memory = agreed(supplier({}, settings));
  return heldByM3(supplier(inCoupa, settings).memory('m3/100', memory), { record: inM3 });
}

/** A scan has seen a change in M3 at this time. */
const seen = (changeSeenAt: string) =>
  heldByM3(supplier(), { justRead: false })
    .lookupRow('xref.m3-supplier-scan.v1', '100/Y30001', { company: '100', number: 'Y30001', changeSeenAt })
    .whenDecided();

/** Coupa names a language, and M3 holds another or none. */
const withLanguage = (inM3: string, settings: Parameters<typeof supplier>[1] = {}): GivenSupplier =>
  heldByM3(
    supplier({ 'default-locale': 'nl' }, settings).lookupRows([mappingRow('language', 'nl', { language: 'NL' })]),
    {
      record: { LNCD: inM3 },
    },
  );

describe('a supplier that both systems hold alike', () => {
  it('is posted, remembered as agreed, and compared again in the night', () => {
    const decision = heldByM3(supplier()).whenDecided().about('m3/100');
    expect(decision).toMatchObject({
      decision: 'done',
      status: 'Posted',
      untilPriority: 'replay',
      watches: expect.arrayContaining([
        { topic: 'xref.m3-supplier.v1', key: '100/Y30001', sequence: 0 },
        { topic: 'xref.m3-supplier-scan.v1', key: '100/Y30001', sequence: 0 },
      ]),
      memory: { number: 'Y30001', agreed: { name: 'Acme Bearings', paymentTerms: 'N30', status: 'active' } },
    });
    expect(decision.until).toMatch(/^2026-03-11T01:/);
  });

  it('is read again as soon as a scan has seen a change in M3, and not for an older one', () => {
    seen('2026-03-10T08:00:00.500Z').then({ 'm3/100': { decision: 'send', script: { kind: 'read' } } });
    seen('2026-03-10T07:59:00.000Z').then({ 'm3/100': { decision: 'done' } });
  });

  it('is read again after everything that we wrote there', () => {
    heldByM3(supplier())
      .last('m3/100', { kind: 'write', at: '2026-03-10T08:00:00.500Z' })
      .whenDecided()
      .then({ 'm3/100': { decision: 'send', script: { kind: 'read', steps: [{ transactions: [{}, {}, {}] }] } } });
  });

  it('is read again for a person who retries', () => {
    heldByM3(supplier(), { justRead: false })
      .askedBy('anna')
      .whenDecided()
      .then({ 'm3/100': { decision: 'send', script: { kind: 'read' } } });
  });
});

describe('a change in Coupa', () => {
  it('S04: a new name goes to M3 under the same number, and nothing else does', () => {
    expect(writesOf(changed({ name: 'Acme Bearings International' }).whenDecided())).toEqual([
      ['UpdSupplier', { SUNO: 'Y30001', SUNM: 'Acme Bearings International' }],
    ]);
  });

  it('S20: new terms go to the supplier alone: orders that M3 has keep theirs', () => {
    const decided = changed({ 'payment-term': { code: 'Net 60' } }).whenDecided();
    expect(writesOf(decided)).toEqual([['UpdSupplier', { SUNO: 'Y30001', TEPY: 'N60' }]]);
    expect(Object.keys(decided.decisions)).toEqual(['m3/100']);
  });

  it('a new address changes that of M3 which holds today, by its start date', () => {
    const address = { street1: 'Kaai 7', city: 'Gent', 'postal-code': '9000', country: { code: 'BE' } };
    expect(writesOf(changed({ 'primary-address': address }).whenDecided())).toEqual([
      [
        'UpdAddress',
        expect.objectContaining({
          SUNO: 'Y30001',
          ADTE: '01',
          ADID: 'MAIN',
          STDT: '20200101',
          ADR1: 'Kaai 7',
          TOWN: 'Gent',
        }),
      ],
    ]);
  });

  describe('to its language, a field that M3 is told and that is finance’s from then on', () => {
    it.each<[string, string, Parameters<typeof supplier>[1], Json[]]>([
      ['is told where M3 has none yet', '', {}, [{ SUNO: 'Y30001', LNCD: 'NL' }]],
      ['leaves alone what M3 holds', 'FR', {}, []],
      [
        'counts where the installation says that Coupa owns it',
        'FR',
        { owners: { ...defaultOwners, language: 'coupa' }, firstMeeting: 'owner' },
        [{ SUNO: 'Y30001', LNCD: 'NL' }],
      ],
    ])('%s', (_what, inM3, settings, expected) => {
      expect(writesOf(withLanguage(inM3, settings).whenDecided()).map(([, record]) => record)).toEqual(expected);
    });
  });

  it('an address and a contact that M3 does not have yet are made', () => {
    const bare = heldByM3(supplier(), { addresses: [], references: [] });
    const writes = writesOf(bare.identity('m3/100', { number: 'Y30001' }).whenDecided());
    expect(writes.map(([transaction]) => transaction)).toEqual(
      ['UpdSupplier', 'AddAddress', 'AddSupplierRef'].slice(-writes.length),
    );
  });

  it.each<[string, Json, Json, Json]>([
    [
      'S12: set inactive blocks new orders, and nothing else of it is touched',
      { status: 'inactive' },
      {},
      { STAT: '90' },
    ],
    ['S12: a hold does too', { 'on-hold': true }, {}, { STAT: '90' }],
  ])('%s', (_name, inCoupa, inM3, record) => {
    expect(writesOf(changed(inCoupa, inM3).whenDecided())).toEqual([['UpdSupplier', { SUNO: 'Y30001', ...record }]]);
  });

  it('S14: active again is the same record in use again, and none is made', () => {
    const blocked = { ...agreed(supplier()), agreed: { ...agreed(supplier()).agreed, status: 'blocked' } };
    const again = heldByM3(supplier().memory('m3/100', blocked), { record: { STAT: '90' } });
    expect(writesOf(again.whenDecided())).toEqual([['UpdSupplier', { SUNO: 'Y30001', STAT: '20' }]]);
  });

  it('every step is one that the gateway can read, and says what it makes true', () => {
    const decided = changed({ name: 'Acme', 'payment-term': { code: 'Net 60' } }).whenDecided();
    for (const step of stepsOf(decided)) expect(M3Step.parse(step)).toEqual(step);
    decided.then({
      'm3/100': {
        script: {
          target: {
            number: 'Y30001',
            asOf: '2026-03-10',
            values: { name: 'Acme', paymentTerms: 'N60', ourNumber: '4711' },
          },
          confirms: expect.arrayContaining([{ step: 'update-supplier', path: ['values', 'name'], value: 'Acme' }]),
        },
      },
    });
  });

  it('S19: what a mapping does not know is waited for, and the link stays', () => {
    changed({ 'payment-term': { code: 'Net 90' } })
      .whenDecided()
      .then({
        'm3/100': {
          decision: 'waiting',
          on: [{ key: 'payment-term/Net 90' }],
          publish: expect.arrayContaining([
            expect.objectContaining({ value: expect.objectContaining({ entries: [expect.anything()] }) }),
          ]),
        },
      });
  });
});

describe('a change in M3', () => {
  it('of a field that is Coupa’s is set back, and said', () => {
    const decided = changed({}, { SUNM: 'Acme of Gent' }).whenDecided();
    expect(writesOf(decided)).toEqual([['UpdSupplier', { SUNO: 'Y30001', SUNM: 'Acme Bearings' }]]);
    decided.then({
      'm3/100': {
        because: { code: 'overwritten-by-owner', message: expect.stringContaining('"Acme of Gent"') },
        memory: { lost: [{ field: 'name', value: '"Acme of Gent"' }] },
      },
    });
  });

  it('of a field that is M3’s goes to Coupa, and M3 keeps it', () => {
    const owners = { ...synced.owners, paymentTerms: 'm3' } as const;
    const decided = changed({}, { TEPY: 'N60' }, { owners }).whenDecided();
    decided.then({
      'm3/100': { decision: 'done', status: 'Posted' },
      coupa: {
        decision: 'send',
        script: { steps: [{ method: 'PUT', path: '/api/suppliers/77', body: { 'payment-term': { code: 'Net 60' } } }] },
      },
    });
  });

  it('S05: of a field that was changed in both, the owner’s counts and the other one is kept on the record', () => {
    const both = changed({ name: 'Acme Bearings International' }, { SUNM: 'Acme of Gent' });
    const decided = both.whenDecided();
    expect(writesOf(decided)).toEqual([['UpdSupplier', { SUNO: 'Y30001', SUNM: 'Acme Bearings International' }]]);
    const view = both.memory('m3/100', decided.about('m3/100').memory).view();
    const highlights = supplierHighlights(view, view.desired as never, 'Y30001', synced);
    expect(highlights).toContainEqual({ label: 'Overwritten in M3', text: 'name "Acme of Gent", on 2026-03-10' });
  });

  it('S05: that may have been made since M3 was read is looked for before anything there is overwritten', () => {
    const memory = agreed(supplier());
    const known = heldByM3(supplier({ name: 'Acme East' }).memory('m3/100', memory), { justRead: false });
    known.whenDecided().then({ 'm3/100': { decision: 'send', script: { kind: 'read' } } });
    // A write on its way is not held up by another look.
    known
      .inFlight('m3/100')
      .whenDecided()
      .then({ 'm3/100': { decision: 'send', script: { kind: 'write' } } });
  });

  it.each<[string, string, Json]>([
    [
      'Coupa’s, if it was changed there later',
      '2026-03-10T07:55:00Z',
      { 'm3/100': { script: { steps: [{ transactions: [{ record: { SUNM: 'Acme East' } }] }] } } },
    ],
    [
      'M3’s, if a scan saw the change there later',
      '2026-03-10T07:40:00Z',
      { coupa: { script: { steps: [{ body: { name: 'Acme West' } }] } } },
    ],
    [
      'a person’s to say, if the two are too close to each other',
      '2026-03-10T07:50:30Z',
      { 'm3/100': { decision: 'refused', because: { code: 'conflict' } } },
    ],
  ])('S05: of a field that is the newest’s, the value that counts is %s', (_whose, changedInCoupa, expected) => {
    const owners = { ...synced.owners, name: 'newest' } as const;
    const changeSeenAt = '2026-03-10T07:50:00.000Z';
    changed({ name: 'Acme East', 'updated-at': changedInCoupa }, { SUNM: 'Acme West' }, { owners })
      .lookupRow('xref.m3-supplier-scan.v1', '100/Y30001', { company: '100', number: 'Y30001', changeSeenAt })
      .whenDecided()
      .then(expected);
  });

  it('S05: of a field without an owner, a person decides about these very values, and all others go on', () => {
    const owners = { ...synced.owners, name: 'ask' } as const;
    const both = changed({ name: 'Acme East', 'payment-term': { code: 'Net 60' } }, { SUNM: 'Acme West' }, { owners });
    const decision = both.whenDecided().about('m3/100');
    expect(writesOf(both.whenDecided())).toEqual([['UpdSupplier', { SUNO: 'Y30001', TEPY: 'N60' }]]);
    const [question] = decision.questions ?? [];
    expect(question).toMatchObject({ id: expect.stringMatching(/^conflict\/name\//), choices: ['coupa', 'm3'] });
    expect(writesOf(both.answered(question?.id ?? '', 'coupa').whenDecided())).toEqual([
      ['UpdSupplier', { SUNO: 'Y30001', SUNM: 'Acme East', TEPY: 'N60' }],
    ]);
    both
      .answered(question?.id ?? '', 'm3')
      .whenDecided()
      .then({ coupa: { script: { steps: [{ body: { name: 'Acme West' } }] } } });
  });

  it('S25: what changes back again and again is stopped after two tries, until a person has seen to it', () => {
    const owners = synced.owners;
    let one = changed({}, { SUNM: 'Acme of Gent' }, { owners });
    for (let time = 1; time <= 2; time += 1) one = one.memory('m3/100', one.whenDecided().about('m3/100').memory);
    one.whenDecided().then({
      'm3/100': {
        decision: 'refused',
        because: { code: 'does-not-converge', message: expect.stringContaining('each time: name') },
      },
    });
    const { memory } = one.askedBy('anna').whenDecided().about('m3/100');
    expect(writesOf(one.memory('m3/100', memory).whenDecided())).toHaveLength(1);
  });

  it('S25: a write of ours that comes back is no change', () => {
    const memory = changed({ name: 'Acme East' }).whenDecided().about('m3/100').memory;
    heldByM3(supplier({ name: 'Acme East' }).memory('m3/100', memory), { record: { SUNM: 'Acme East' } })
      .whenDecided()
      .then({ 'm3/100': { decision: 'done', memory: { agreed: { name: 'Acme East' } } } });
  });

  it('S24: one that is gone is said with the day on which it was last seen, and neither deleted nor made again', () => {
    const gone = absentInM3(supplier({}, { numbers: 'coupa' }).memory('m3/100', agreed(supplier())), 'Y30001');
    const decision = gone.whenDecided().about('m3/100');
    expect(decision).toMatchObject({
      decision: 'refused',
      because: { code: 'supplier-not-in-m3', message: expect.stringContaining('Gone in M3') },
    });
    const linked = { company: '100', number: 'Y30001', supplierId: '77' };
    const published = gone.lookupRow('xref.m3-supplier.v1', '100/Y30001', linked).whenDecided().about('m3/100').publish;
    expect(published).toContainEqual({
      topic: 'xref.m3-supplier.v1',
      key: '100/Y30001',
      value: { ...linked, removed: true },
    });
  });
});

const differing = (settings: Parameters<typeof supplier>[1] = {}) =>
  heldByM3(supplier({ 'payment-term': { code: 'Net 60' } }, settings), { record: { SUNM: 'ACME N.V.', OUCN: '' } });

describe('two suppliers that existed before they were linked', () => {
  it('and differ: nothing is overwritten, what only one of them holds is told to the other, and a person decides', () => {
    const decided = differing().whenDecided();
    expect(writesOf(decided)).toEqual([['UpdSupplier', { SUNO: 'Y30001', OUCN: '4711' }]]);
    expect(decided.about('m3/100').questions).toEqual([
      {
        id: 'first-meeting/100/Y30001',
        text: expect.stringMatching(/name: "Acme Bearings" in Coupa, "ACME N.V." in M3; payment terms: "N60" in Coupa/),
        choices: ['coupa', 'm3', 'owner'],
      },
    ]);
  });

  it('by the answer, Coupa’s or M3’s values count, or of each field the owner’s', () => {
    expect(writesOf(differing().answered('first-meeting/100/Y30001', 'coupa').whenDecided())).toEqual([
      ['UpdSupplier', { SUNO: 'Y30001', SUNM: 'Acme Bearings', TEPY: 'N60', OUCN: '4711' }],
    ]);
    differing()
      .answered('first-meeting/100/Y30001', 'm3')
      .whenDecided()
      .then({ coupa: { script: { steps: [{ body: { name: 'ACME N.V.', 'payment-term': { code: 'Net 30' } } }] } } });
  });

  it('but the answer about one of M3’s says nothing of another that the supplier is linked to later', () => {
    const decided = differing().answered('first-meeting/100/Y30009', 'coupa').whenDecided();
    expect(writesOf(decided)).toEqual([['UpdSupplier', { SUNO: 'Y30001', OUCN: '4711' }]]);
    decided.then({ 'm3/100': { questions: [{ id: 'first-meeting/100/Y30001' }] } });
  });

  it('or as the installation says for all of them', () => {
    const owners = { ...synced.owners, paymentTerms: 'm3' } as const;
    const decided = differing({ firstMeeting: 'owner', owners }).whenDecided();
    expect(writesOf(decided)).toEqual([['UpdSupplier', { SUNO: 'Y30001', SUNM: 'Acme Bearings', OUCN: '4711' }]]);
    decided.then({ coupa: { script: { steps: [{ body: { 'payment-term': { code: 'Net 30' } } }] } } });
  });

  it('but one that we have made there half-way is completed, with what its group gives', () => {
    const half = heldByM3(
      supplier({ number: null }).identity('m3/100', { number: 'C00001' }),
      { record: { SUNM: 'TEMPLATE' } },
      'C00001',
    );
    expect(writesOf(half.whenDecided())).toEqual([
      ['UpdSupplier', { SUNO: 'C00001', SUNM: 'Acme Bearings', CUCD: 'EUR', RESP: 'ANNA' }],
    ]);
  });
});

/** What those are told who order from it. */
const linkOf = (one: GivenSupplier) => one.whenDecided().about('m3/100').publish?.[0]?.value;

it('S01: nobody orders from a copy of a template that was not completed yet', () => {
  const half = heldByM3(
    supplier({ number: null }).identity('m3/100', { number: 'C00001' }),
    { record: { SUNM: 'TEMPLATE' } },
    'C00001',
  );
  expect(linkOf(half)).toMatchObject({ entries: [{ number: 'C00001', blocked: true }] });
  const completed = half.acknowledged('m3/100', { number: 'C00001', asOf: '2026-03-10', values: { name: 'Acme' } });
  expect(linkOf(completed)).toMatchObject({ entries: [{ number: 'C00001', blocked: false }] });
});

describe('a supplier of M3 that is another’s', () => {
  it('S07: is not linked a second time, and nothing of it is written', () => {
    const decided = heldByM3(supplier({ number: null }).answered('number', 'Y30001'))
      .lookupRow('xref.m3-supplier.v1', '100/Y30001', { company: '100', number: 'Y30001', supplierId: '12' })
      .whenDecided();
    decided.then({ 'm3/100': { decision: 'refused', because: { message: expect.stringContaining('supplier 12') } } });
    expect(decided.decisions['coupa']).toBeUndefined();
  });
});

describe('several companies', () => {
  it('S08: the first alone speaks for M3; in the others Coupa’s values count', () => {
    const owners = { ...synced.owners, paymentTerms: 'm3' } as const;
    const settings = { companies: ['100', '200'], owners } as const;
    const memory = agreed(supplier());
    const both = [supplier({}, settings).memory('m3/100', memory).memory('m3/200', memory)].map((one) =>
      heldByM3(heldByM3(one), { company: '200', record: { TEPY: 'N60' } }),
    )[0] as GivenSupplier;
    const decided = both.whenDecided();
    expect(writesOf(decided, 'm3/200')).toEqual([['UpdSupplier', { SUNO: 'Y30001', TEPY: 'N30' }]]);
    expect(decided.decisions['coupa']).toBeUndefined();
  });
});

it('where suppliers are only linked, nothing is read but the record and nothing is written', () => {
  heldByM3(supplier({ name: 'Acme East' }, { sync: 'link' }))
    .whenDecided()
    .then({ 'm3/100': { decision: 'done', status: 'Posted' } });
  supplier({}, { sync: 'link' })
    .whenDecided()
    .then({ 'm3/100': { script: { steps: [{ id: 'read-supplier/Y30001' }] } } });
});
