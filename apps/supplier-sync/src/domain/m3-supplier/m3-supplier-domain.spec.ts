import { digest } from '@sluice/shared/digest';
import { CoupaStep } from '@sluice/shared/script';
import { given, type Given } from '@sluice/testing/specification/given';
import { describe, expect, it } from 'vitest';
import { readWholeSupplier } from '../supplier/read-supplier.js';
import { findScript } from './find-in-coupa.js';
import { m3SupplierDomain } from './m3-supplier-domain.js';
import type { M3SupplierSettings } from './m3-supplier-settings.js';
import type { M3SupplierMemory } from './m3-supplier-view.js';

const settings: M3SupplierSettings = {
  scannedCompanies: ['100', '200'],
  newInM3: 'create',
  notForCoupa: ['TPL*', '999999'],
  newSettlesMs: 30_000,
  inCoupa: { paymentMethod: 'invoice', invoiceMatchingLevel: '3-way', poMethod: 'prompt', contentGroups: true },
  detailsFreshForMs: 7 * 86_400_000,
  lookFreshForMs: 60_000,
  timeZone: 'Europe/Brussels',
  longNames: 'refuse',
  longAddresses: 'refuse',
  statuses: { active: '20', blocked: '90' },
  usableStatuses: ['20'],
  postalAddress: { type: '01', id: 'COUPA' },
  contact: { type: '10', id: 'COUPA' },
  emptyText: '',
};
const now = '2026-03-10T08:00:00.000Z';

type Json = Readonly<Record<string, unknown>>;

const inM3: Json = { SUNO: 'Y30001', SUNM: 'Acme Bearings', STAT: '20', TEPY: 'N30', VRNO: 'BE0123456749', CSCD: 'BE' };
const address: Json = {
  ADTE: '01',
  ADID: 'COUPA',
  STDT: '20200101',
  ADR1: 'Kaai 1',
  TOWN: 'Antwerp',
  PONO: '2000',
  CSCD: 'BE',
};
const contact: Json = { RFTY: '10', RFID: 'COUPA', YRE1: 'An Peeters', EMAL: 'an@acme.example' };

/** Supplier Y30001 of a company, with these settings changed. */
const unread = (changed: Partial<M3SupplierSettings> = {}, id = '100/Y30001') =>
  given(m3SupplierDomain({ ...settings, ...changed }), id).at(now);

interface Held {
  readonly record?: Json;
  readonly addresses?: readonly Json[];
  readonly contacts?: readonly Json[];
}

/** M3 was read a moment ago. */
function read(
  known: Given<unknown>,
  { record = inM3, addresses = [address], contacts = [contact] }: Held = {},
  readAt = '2026-03-10T07:59:30.000Z',
): Given<unknown> {
  const { id } = known.view().document;
  const [company, number = ''] = id.split('/');
  return known.reading(
    `m3/${company}`,
    readWholeSupplier(number),
    [record === undefined ? [] : [record], addresses, contacts] as never,
    { readAt },
  );
}

const changeSeen = (known: Given<unknown>, changeSeenAt = '2026-03-10T07:59:00.000Z') =>
  known.lookupRow('xref.m3-supplier-scan.v1', '100/Y30001', { company: '100', number: 'Y30001', changeSeenAt });

const linked = (known: Given<unknown>, company = '100') =>
  known.lookupRow('xref.m3-supplier.v1', `${company}/Y30001`, { company, number: 'Y30001', supplierId: '17' });

const mappingsGiven = (known: Given<unknown>) =>
  known
    .mapping('coupa-payment-term', 'N30', { paymentTerm: 'Net 30' })
    .mapping('coupa-country', 'BE', { country: 'BE' })
    .mapping('country', 'BE', { country: 'BE', taxField: 'VRNO' })
    .mapping('coupa-content-group', '100/', { contentGroup: 'Belgium' });

/** Changed in M3, and read. */
const changed = (held: Held = {}) => mappingsGiven(read(changeSeen(unread()), held));

const wanted = { number: 'Y30001', name: 'Acme Bearings', taxId: 'BE0123456749' };
const [byNumber, byName, byTaxId] = findScript(wanted).steps.map(({ id }) => id) as [string, string, string];

/** What Coupa has just answered to the look. */
const looked = (
  known: Given<unknown>,
  {
    number = [],
    name = [],
    tax = [],
  }: { number?: readonly Json[]; name?: readonly Json[]; tax?: readonly Json[] } = {},
) =>
  known
    .last('coupa', { kind: 'read' })
    .reading('coupa', byNumber, [number as never], { justRead: true })
    .reading('coupa', byName, [name as never], { justRead: true })
    .reading('coupa', byTaxId, [tax as never], { justRead: true });

/** The question which of these it is. */
const linkTo = (...ids: readonly string[]): string => `link/${digest(ids.join(','))}`;

const coupa17: Json = { id: 17, name: 'ACME Bearings', number: null, status: 'active', 'tax-id': 'BE0123456749' };
const scanWatched = [{ topic: 'xref.m3-supplier.v1' }, { topic: 'xref.m3-supplier-scan.v1' }];

describe('a supplier of M3', () => {
  it('S07: that is linked is the linked supplier’s, and no second one is made in Coupa', () => {
    linked(changed())
      .whenDecided()
      .then({
        'm3/100': {
          decision: 'done',
          status: 'Ignored',
          because: { code: 'supplier-linked', message: expect.stringContaining('supplier/17') },
          watches: scanWatched,
        },
      });
  });

  it('is read whole, in one request', () => {
    unread()
      .whenDecided()
      .then({
        'm3/100': {
          decision: 'send',
          script: {
            kind: 'read',
            company: '100',
            steps: [
              {
                transactions: ['GetBasicData', 'LstAddresses', 'LstSupplierRef'].map((transaction) => ({
                  transaction,
                  record: { SUNO: 'Y30001' },
                })),
              },
            ],
          },
        },
      });
  });

  it('is read again when a scan has seen a change, after a week, or when a person asks', () => {
    const known = read(changeSeen(unread()));
    expect(Object.keys(known.whenDecided().decisions)).toEqual(['coupa']);
    const again = { 'm3/100': { decision: 'send' } };
    changeSeen(known, '2026-03-10T07:59:31.000Z').whenDecided().then(again);
    known.at('2026-03-17T07:59:30.000Z').whenDecided().then(again);
    known
      .askedBy('ada')
      .whenDecided()
      .then({ 'm3/100': { decision: 'send', memory: { askedForAt: now } } });
  });

  it.each<[name: string, id: string]>([
    ['one of those that only M3 needs', '100/999999'],
    ['a template', '100/TPL-BE'],
  ])('%s is not for Coupa, and not even read', (_name, id) => {
    unread({}, id)
      .whenDecided()
      .then({ 'm3/100': { status: 'Ignored', because: { code: 'excluded-by-rule' } } });
  });

  it('of a company that is not looked through any more rests', () => {
    unread({ scannedCompanies: [] })
      .whenDecided()
      .then({ 'm3/100': { decision: 'done', status: 'Ignored' } });
  });

  it('that is not in use there rests until that changes', () => {
    changed({ record: { ...inM3, STAT: '10' } })
      .whenDecided()
      .then({
        'm3/100': { status: 'Ignored', because: { code: 'status-not-relevant' }, watches: scanWatched },
      });
  });

  it('S24: that is gone there is said, and nothing is done in Coupa', () => {
    const gone = unread().reading('m3/100', readWholeSupplier('Y30001'), [[], [], []], { readAt: now });
    const { decisions } = gone.whenDecided();
    expect(decisions).toEqual({ 'm3/100': expect.objectContaining({ status: 'Ignored' }) });
    expect(decisions['m3/100']).toMatchObject({ because: { code: 'supplier-not-in-m3' } });
  });

  it('is left to a person where the installation says so', () => {
    mappingsGiven(read(changeSeen(unread({ newInM3: 'leave' }))))
      .whenDecided()
      .then({
        'm3/100': {
          status: 'Ignored',
          because: { code: 'supplier-unlinked', fix: expect.stringContaining('sluice suppliers match') },
          until: '2026-03-17T07:59:30.000Z',
          untilPriority: 'replay',
        },
      });
  });

  it('that was there before Sluice looked is not made in Coupa by itself, and is when a person asks', () => {
    const old = mappingsGiven(read(unread()));
    old.whenDecided().then({ 'm3/100': { status: 'Ignored', because: { fix: expect.stringContaining('retry') } } });
    old
      .memory('m3/100', { askedForAt: now } satisfies M3SupplierMemory)
      .whenDecided()
      .then({ coupa: { decision: 'send' } });
  });

  it('S25: that Sluice has made in M3 itself is awaited to be linked, and never made in Coupa', () => {
    const settling = mappingsGiven(read(changeSeen(unread({ newSettlesMs: 120_000 }))));
    settling.whenDecided().then({
      coupa: { decision: 'waiting', on: [], until: '2026-03-10T08:01:00.000Z', watches: scanWatched },
    });
    settling
      .at('2026-03-10T08:01:00.000Z')
      .whenDecided()
      .then({ coupa: { decision: 'send', script: { kind: 'read' } } });
    settling
      .memory('m3/100', { askedForAt: now } satisfies M3SupplierMemory)
      .whenDecided()
      .then({ coupa: { decision: 'send' } });
    mappingsGiven(read(changeSeen(unread({ ownPrefix: 'Y3' }))))
      .whenDecided()
      .then({
        'm3/100': { status: 'Ignored', because: { message: expect.stringContaining('M3_SUPPLIER_NUMBER_PREFIX') } },
      });
  });

  it('S08: of a further company follows the one of the same number in the first, and is never made in Coupa', () => {
    const further = read(unread({}, '200/Y30001'));
    further.whenDecided().then({ 'm3/200': { status: 'Ignored', because: { code: 'supplier-unlinked' } } });
    linked(further)
      .whenDecided()
      .then({
        'm3/200': {
          status: 'Ignored',
          because: { code: 'supplier-linked', message: expect.stringContaining('supplier/17') },
          watches: [...scanWatched, { topic: 'xref.m3-supplier.v1', key: '100/Y30001' }],
        },
      });
  });
});

describe('a new supplier in M3', () => {
  it('is looked for in Coupa first: by number, name and tax number', () => {
    const decided = changed().whenDecided();
    decided.then({
      coupa: {
        decision: 'send',
        script: {
          system: 'coupa',
          kind: 'read',
          steps: [
            { method: 'GET', path: '/api/suppliers', query: { number: 'Y30001' } },
            { query: { name: 'Acme Bearings' } },
            { query: { tax_id: 'BE0123456749' } },
          ],
        },
      },
    });
    const coupa = decided.about('coupa');
    if (coupa.decision === 'send') for (const step of coupa.script.steps) expect(CoupaStep.parse(step)).toEqual(step);
  });

  it('S02: is created where Coupa has none, with what M3 knows and what the installation says', () => {
    const decided = looked(changed()).whenDecided();
    const body = {
      name: 'Acme Bearings',
      status: 'active',
      'on-hold': false,
      number: 'Y30001',
      'payment-term': { code: 'Net 30' },
      'tax-id': 'BE0123456749',
      'primary-address': { street1: 'Kaai 1', city: 'Antwerp', 'postal-code': '2000', country: { code: 'BE' } },
      'primary-contact': { 'name-given': 'An', 'name-family': 'Peeters', email: 'an@acme.example' },
      'content-groups': [{ name: 'Belgium' }],
      'payment-method': 'invoice',
      'invoice-matching-level': '3-way',
      'po-method': 'prompt',
    };
    decided.then({
      coupa: {
        decision: 'send',
        script: {
          kind: 'write',
          steps: [
            {
              method: 'POST',
              path: '/api/suppliers',
              repeat: 'probe',
              probe: { path: '/api/suppliers', query: { number: 'Y30001' }, match: { number: 'Y30001' } },
            },
          ],
        },
      },
    });
    const coupa = decided.about('coupa');
    if (coupa.decision !== 'send') throw new Error('nothing is sent');
    expect(coupa.script.target).toEqual(body);
    expect(coupa.script.steps).toEqual([expect.objectContaining({ body })]);
    for (const step of coupa.script.steps) expect(CoupaStep.parse(step)).toEqual(step);
  });

  it('is looked for anew where the last look is a while ago, or Coupa has just refused it', () => {
    const again = { coupa: { decision: 'send', script: { kind: 'read' } } };
    const before = { readAt: '2026-03-10T07:58:59.000Z', justRead: false };
    changed()
      .reading('coupa', byNumber, [[]], before)
      .reading('coupa', byName, [[]], before)
      .reading('coupa', byTaxId, [[]], before)
      .whenDecided()
      .then(again);
    const taken = { code: 'coupa-refused', message: 'Coupa refused: name has already been taken' } as const;
    looked(changed()).refused('coupa', taken).whenDecided().then(again);
  });

  it('is linked by its number where Coupa has that, and the supplier is fetched', () => {
    const known = looked(changed(), { number: [{ ...coupa17, number: 'Y30001' }] });
    const waits = { topic: 'xref.m3-supplier.v1', key: '100/Y30001' } as const;
    known.whenDecided().then({ coupa: { decision: 'waiting', on: [waits], because: { code: 'supplier-unlinked' } } });
    const { documentBehind } = m3SupplierDomain(settings);
    expect(documentBehind?.({ ...waits, sequence: 0 }, known.view())).toEqual({ type: 'supplier', id: '17' });
    expect(documentBehind?.({ topic: 'mapping.v1', key: 'country/BE', sequence: 0 }, known.view())).toBeUndefined();
  });

  it('waits for the link once it is made, and remembers which one it is', () => {
    const { identify, documentBehind } = m3SupplierDomain(settings);
    const outcome = {
      result: 'ok',
      steps: [{ id: 'create-supplier', state: 'ok', records: [[{ id: 88, number: 'Y30001' }]] }],
    } as never;
    const made = changed()
      .acknowledged('coupa', {}, now)
      .identity('coupa', identify?.('coupa', outcome, changed().view()) ?? {});
    made.whenDecided().then({ coupa: { decision: 'waiting', because: { message: expect.stringContaining('88') } } });
    const ref = { topic: 'xref.m3-supplier.v1', key: '100/Y30001', sequence: 0 } as const;
    expect(documentBehind?.(ref, made.view())).toEqual({ type: 'supplier', id: '88' });
    // Whoever asks after that knows that it is not there any more.
    made
      .memory('m3/100', { askedForAt: '2026-03-10T09:00:00.000Z' } satisfies M3SupplierMemory)
      .whenDecided()
      .then({ coupa: { decision: 'send', script: { kind: 'read' } } });
  });

  it('is looked for anew where its link has ended: whoever emptied the number in Coupa may have had another in mind', () => {
    changed()
      .acknowledged('coupa', {}, now)
      .identity('coupa', { supplierId: '88' })
      .lookupRow('xref.m3-supplier.v1', '100/Y30001')
      .whenDecided()
      .then({ coupa: { decision: 'send', script: { kind: 'read' } } });
  });

  it('S29: says all that Coupa requires and M3 does not hold at once', () => {
    const bare = { ...address, ADR1: '', PONO: '' };
    const decided = looked(changed({ addresses: [bare], contacts: [] })).whenDecided();
    decided.then({ coupa: { decision: 'refused', because: { code: 'value-missing' } } });
    const { because } = decided.about('coupa');
    for (const gap of ['ADR1', 'PONO', 'LstSupplierRef']) expect(because?.message).toContain(gap);
    looked(changed({ addresses: [] }))
      .whenDecided()
      .then({ coupa: { because: { message: /LstAddresses/ } } });
  });

  it('S19: waits for every row of a mapping that is missing, by name', () => {
    const names = ['mapping.v1/coupa-payment-term/N30', 'mapping.v1/coupa-content-group/100/'];
    looked(changed().without(...names))
      .whenDecided()
      .then({
        coupa: {
          decision: 'waiting',
          on: expect.arrayContaining(
            names.map((name) => expect.objectContaining({ key: name.slice('mapping.v1/'.length) })),
          ),
          because: { code: 'mapping-missing' },
        },
      });
  });
});

describe('a new supplier in M3 of which Coupa may have the like', () => {
  it.each<[name: string, found: Parameters<typeof looked>[1]]>([
    ['S03: of that name', { name: [coupa17] }],
    ['S26: of that tax number, made the same day', { tax: [{ ...coupa17, name: 'Acme BV' }] }],
  ])('%s, is linked by a person and never by guess', (_name, found) => {
    const known = looked(changed(), found);
    known.whenDecided().then({
      coupa: {
        decision: 'refused',
        because: { code: 'supplier-match-found', message: expect.stringContaining('supplier 17') },
        questions: [{ id: expect.stringMatching(/^link\/[0-9a-f]{8}$/), choices: ['17', 'new'] }],
      },
    });
    known
      .answered(linkTo('17'), '17')
      .whenDecided()
      .then({
        coupa: {
          decision: 'send',
          script: {
            kind: 'write',
            target: { supplierId: '17', number: 'Y30001' },
            steps: [{ method: 'PUT', path: '/api/suppliers/17', body: { number: 'Y30001' }, repeat: 'safe' }],
          },
        },
      });
  });

  it('S03: is not created under a name that Coupa has taken, whatever a person says', () => {
    looked(changed(), { name: [coupa17] })
      .answered(linkTo('17'), 'new')
      .whenDecided()
      .then({ coupa: { decision: 'refused', because: { message: expect.stringContaining('takes a name once') } } });
  });

  it('is created where a person says that it is another one of the same tax number', () => {
    looked(changed(), { tax: [{ ...coupa17, name: 'Acme BV' }] })
      .answered(linkTo('17'), 'new')
      .whenDecided()
      .then({ coupa: { decision: 'send', script: { steps: [{ method: 'POST' }] } } });
  });

  it('an answer counts for those who were found when it was given, and not for one that appears later', () => {
    const other: Json = { ...coupa17, id: 18, name: 'Acme BV' };
    const known = looked(changed(), { tax: [{ ...coupa17, name: 'Acme Belgium' }, other] });
    const asksAgain = {
      coupa: { decision: 'refused', questions: [{ id: linkTo('17', '18'), choices: ['17', '18', 'new'] }] },
    };
    for (const answer of ['new', '17']) known.answered(linkTo('17'), answer).whenDecided().then(asksAgain);
    known
      .answered(linkTo('17', '18'), 'new')
      .whenDecided()
      .then({ coupa: { decision: 'send', script: { steps: [{ method: 'POST' }] } } });
  });

  it('one that carries another number is named and cannot be chosen', () => {
    const known = looked(changed(), { name: [{ ...coupa17, number: 'Y30002' }] });
    known.whenDecided().then({
      coupa: {
        because: { message: expect.stringContaining('number Y30002') },
        questions: [{ choices: ['new'] }],
      },
    });
    known
      .answered(linkTo('17'), '17')
      .whenDecided()
      .then({ coupa: { decision: 'refused' } });
  });

  it('what Coupa answers to a condition that it ignores is not taken for a match', () => {
    looked(changed(), { name: [{ ...coupa17, name: 'Bolts Ltd' }] })
      .whenDecided()
      .then({ coupa: { decision: 'send', script: { kind: 'write' } } });
  });
});

it('people see its name, number and town', () => {
  expect(m3SupplierDomain(settings).describe(changed().view())).toEqual({
    title: 'Supplier Y30001 of M3 · Acme Bearings',
    m3: { company: '100', number: 'Y30001' },
    highlights: [{ label: 'Town', text: 'Antwerp' }],
  });
});
