import type { Domain } from '@sluice/reconciler/decision';
import { CoupaSupplier } from '@sluice/shared/coupa/supplier';
import type { SealedValue } from '@sluice/shared/sealed';
import { given, type Given } from '@sluice/testing/specification/given';
import { describe, expect, it } from 'vitest';
import { heldByM3, supplier as supplierOf77 } from '../../../tests/given-supplier.js';
import { sameAccount } from './account-in-coupa.js';
import { bankChangedAt, bankDecisions, bankReadBack, type Linked } from './bank-decisions.js';
import type { BankSettings } from './bank-settings.js';
import { readAccounts } from './read-accounts.js';
import { bankTransactions } from './write-account-script.js';

const settings: BankSettings = {
  fields: { iban: ['custom-fields', 'iban'], country: ['custom-fields', 'bank-country'] },
  coolingOffMs: 0,
  divisions: { '100': 'AAA', '200': 'BBB' },
  account: { BKIN: '01', CBPY: '1', STAT: '20', LNCD: 'GB' },
  oldAccount: 'keep',
  factsFreshForMs: 600_000,
};

const domain = (
  change: Partial<BankSettings> = {},
  linked: readonly Linked[] = [{ company: '100', number: 'Y30001' }],
): Domain<CoupaSupplier> => ({
  type: 'supplier',
  lookups: [],
  parse: (stored) => CoupaSupplier.parse(stored),
  decide: (view) => bankDecisions(view, linked, { ...settings, ...change }),
  describe: () => ({ title: '' }),
  fingerprint: sameAccount(settings),
});

const sealed = (fingerprint: string, change: Partial<SealedValue> = {}): SealedValue => ({
  sealed: 'AAAA',
  keyId: 'k',
  of: 'supplier/17#custom-fields.iban',
  fingerprint,
  lastFour: '7034',
  iban: { country: 'BE', isValid: true },
  ...change,
});
const account = sealed('new-Fingerprint');
const old = sealed('old', { lastFour: '1111', iban: { country: 'DE', isValid: true } });

const supplier = (iban: unknown = account, more: Record<string, unknown> = {}) => ({
  id: 17,
  name: 'Acme Bearings',
  number: 'Y30001',
  status: 'active',
  'updated-by': { login: 'mallory@acme.com' },
  'custom-fields': { iban, ...more },
});

const bank = 'm3/100/bank';
const question = 'bank/Y30001/new-Fingerprint';
const since = '2026-03-09T08:00:00.000Z';
const row = (BKID: string, IBAN: SealedValue | undefined, more = {}) => ({
  BKID,
  BKIN: '01',
  CBPY: '1',
  STAT: '20',
  ...(IBAN && { IBAN }),
  ...more,
});

const answered = { returns: ['BKID'], sealsReturned: expect.arrayContaining(['IBAN']) };

/** M3 holds the old account, and the new one is before people since yesterday. */
const proposed = (
  change: Partial<BankSettings> = {},
  held = [row('OLD', old)],
  linked?: readonly Linked[],
): Given<CoupaSupplier> =>
  given(domain(change, linked), '17')
    .snapshot(supplier())
    .memory(bank, { account: 'new-Fingerprint', number: 'Y30001', since, changedBy: 'mallory@acme.com' })
    .reading(bank, readAccounts('Y30001', 'AAA'), [held]);

const approve = (by: string, at: string, more = {}) =>
  [question, 'approve', { by, at, note: 'called them', isProven: true, ...more }] as const;
const ada = approve('ada', '2026-03-09T09:00:00.000Z');
const bob = approve('bob', '2026-03-09T10:00:00.000Z');

const waits = { decision: 'refused', status: 'Held', because: { code: 'bank-approval-needed' } };
const stepsOf = (given: Given<CoupaSupplier>): unknown[] => {
  const decision = given.whenDecided().about(bank);
  return decision.decision === 'send'
    ? decision.script.steps.map((step) => 'transactions' in step && [step.id, step.transactions[0]])
    : [decision];
};

describe('S16: a bank account that was changed in Coupa', () => {
  it('is not sent at once: what M3 holds is read first, sealed', () => {
    const decision = given(domain(), '17').snapshot(supplier()).whenDecided().about(bank);
    expect(decision).toMatchObject({
      decision: 'send',
      memory: { account: 'new-Fingerprint', since: '2026-03-10T08:00:00.000Z', changedBy: 'mallory@acme.com' },
      script: {
        kind: 'read',
        company: '100',
        steps: [
          {
            program: 'CRS692MI',
            transactions: [{ transaction: 'LstByAccHolder', sealsReturned: expect.arrayContaining(['IBAN']) }],
          },
        ],
      },
    });
  });

  it('is a proposal, masked, beside what M3 holds, and the old one stays', () => {
    const decision = proposed().whenDecided().about(bank);
    expect(decision).toMatchObject({
      ...waits,
      questions: [{ id: question, choices: ['approve', 'reject'], persons: 2 }],
    });
    expect(decision).toMatchObject({
      because: {
        message:
          'Two people must approve the bank account ••••7034 (BE) of Acme Bearings (Y30001 in company 100, changed in Coupa by mallory@acme.com); M3 has ••••1111 (DE).',
      },
    });
  });

  it('is written when two people have approved it: the new one first, the old one behind it', () => {
    expect(
      stepsOf(
        proposed()
          .answered(...ada)
          .answered(...bob),
      ),
    ).toEqual([
      [
        'change-account/OLD',
        {
          transaction: 'ChgBasicData',
          record: { DIVI: 'AAA', BKTP: '3', BKIN: '01', BKID: 'OLD', ACHO: 'Y30001', CBPY: '2' },
          ...answered,
        },
      ],
      [
        'add-account',
        {
          transaction: 'AddBankAccount',
          record: {
            DIVI: 'AAA',
            BKTP: '3',
            ACHO: 'Y30001',
            BKIN: '01',
            BKID: 'NEWFI',
            CBPY: '1',
            STAT: '20',
            BANA: 'Acme Bearings',
            LNCD: 'GB',
            IBAN: account,
          },
          ...answered,
        },
      ],
    ]);
  });

  it.each([
    ['nobody', []],
    ['one person', [ada]],
    ['the same person twice', [ada, approve('Ada@acme.com', '2026-03-09T11:00:00.000Z')]],
    ['one of two without a note', [ada, approve('bob', '2026-03-09T10:00:00.000Z', { note: ' ' })]],
    ['one of two known only as they say', [ada, approve('bob', '2026-03-09T10:00:00.000Z', { isProven: false })]],
    ['whoever changed it in Coupa', [ada, approve('mallory', '2026-03-09T10:00:00.000Z')]],
    ['one of two before it was proposed', [ada, approve('bob', '2026-03-09T07:59:59.000Z')]],
  ])('is not written when %s approved it', (_, answers) => {
    const given = answers.reduce((before, one) => before.answered(...one), proposed());
    given.whenDecided().then({ [bank]: waits });
  });

  it('is not written once somebody has rejected it, until Coupa names another', () => {
    const rejected = proposed()
      .answered(...ada)
      .answered(...bob)
      .answered(question, 'reject', { by: 'eve', note: 'unknown to them', isProven: true });
    rejected.whenDecided().then({
      [bank]: { decision: 'refused', status: 'Held', because: { code: 'bank-change-rejected' } },
    });
    expect(rejected.whenDecided().about(bank)).not.toHaveProperty('questions');
    const other = rejected.snapshot(supplier(sealed('third', { lastFour: '3333' })));
    other.whenDecided().then({ [bank]: { ...waits, questions: [{ id: 'bank/Y30001/third' }] } });
  });

  it('that comes back after another one is proposed anew: earlier approvals do not count again', () => {
    const back = proposed()
      .answered(...ada)
      .answered(...bob)
      .memory(bank, { account: 'old', number: 'Y30001', since })
      .acknowledged(bank, { account: 'old', number: 'Y30001', oldAccount: 'keep' });
    back.whenDecided().then({ [bank]: { ...waits, memory: { since: '2026-03-10T08:00:00.000Z' } } });
  });

  it('is written after the cooling-off period, in which it can still be rejected', () => {
    const cooling = proposed({ coolingOffMs: 24 * 3_600_000 })
      .answered(...ada)
      .answered(...bob);
    cooling
      .whenDecided()
      .then({ [bank]: { ...waits, until: '2026-03-10T10:00:00.000Z', questions: [{ id: question }] } });
    const over = cooling.at('2026-03-10T10:00:00.000Z');
    // What was read yesterday is not written by.
    over.whenDecided().then({ [bank]: { decision: 'send', script: { kind: 'read' }, memory: { since } } });
    over
      .reading(bank, readAccounts('Y30001', 'AAA'), [[row('OLD', old)]], { readAt: '2026-03-10T09:59:59.000Z' })
      .whenDecided()
      .then({ [bank]: { decision: 'send', script: { kind: 'write' } } });
  });

  it('is posted when M3 has confirmed it, and asked about no more', () => {
    const posted = proposed().acknowledged(bank, { account: 'new-Fingerprint', number: 'Y30001', oldAccount: 'keep' });
    posted.whenDecided().then({ [bank]: { decision: 'done', status: 'Posted' } });
    expect(posted.whenDecided().about(bank)).not.toHaveProperty('questions');
  });

  it('that M3 holds already needs nobody', () => {
    proposed({}, [row('X', account), row('OLD', old, { CBPY: '2' })])
      .whenDecided()
      .then({ [bank]: { decision: 'done', status: 'Posted' } });
  });

  it('that M3 holds behind another is put first, once it is approved, and not added a second time', () => {
    const behind = proposed({}, [row('X', account, { CBPY: '2' }), row('OLD', old)]);
    behind.whenDecided().then({ [bank]: waits });
    const steps = stepsOf(behind.answered(...ada).answered(...bob));
    expect(steps).toMatchObject([
      ['change-account/OLD', { record: { BKID: 'OLD', CBPY: '3' } }],
      ['add-account', { transaction: 'ChgBasicData', record: { BKID: 'X', CBPY: '1', STAT: '20' } }],
    ]);
  });

  it.each([
    ['close', ['change-account/OLD', { transaction: 'ChgBasicData', record: { BKID: 'OLD', STAT: '90' } }]],
    ['delete', ['delete-account/OLD', { transaction: 'DelBankAccount', record: { BKID: 'OLD', DIVI: 'AAA' } }]],
  ] as const)('%ss the old one after the new one is there, where the setting says so', (oldAccount, last) => {
    const steps = stepsOf(
      proposed({ oldAccount })
        .answered(...ada)
        .answered(...bob),
    );
    expect(steps).toMatchObject([['add-account', { transaction: 'AddBankAccount' }], last]);
  });

  it('of which only the first half was written is read, and then ended', () => {
    const half = proposed({ oldAccount: 'close' })
      .answered(...ada)
      .answered(...bob);
    const written = half
      .acknowledged(bank, { account: 'new-Fingerprint' })
      .last(bank, { kind: 'write', result: 'refused' });
    written.whenDecided().then({ [bank]: { decision: 'send', script: { kind: 'read' } } });
    const read = written
      .last(bank, { kind: 'read' })
      .reading(bank, readAccounts('Y30001', 'AAA'), [[row('NEWFI', account), row('OLD', old)]]);
    expect(stepsOf(read)).toMatchObject([['change-account/OLD', { record: { STAT: '90' } }]]);
    const target = { account: 'new-Fingerprint', number: 'Y30001', oldAccount: 'close' };
    const unclear = written.last(bank, { kind: 'write', target }).view();
    expect(bankReadBack(unclear, bank, settings)).toMatchObject({ kind: 'read', company: '100' });
  });
});

it('what the scripts of accounts need of M3 is checked in a tenant, with every field that they fill', () => {
  const filled = [
    ...stepsOf(given(domain(), '17').snapshot(supplier())),
    ...stepsOf(
      proposed()
        .answered(...ada)
        .answered(...bob),
    ),
    ...stepsOf(
      proposed({ oldAccount: 'close' })
        .answered(...ada)
        .answered(...bob),
    ),
    ...stepsOf(
      proposed({ oldAccount: 'delete' })
        .answered(...ada)
        .answered(...bob),
    ),
  ] as [string, { transaction: string; record: Record<string, unknown> }][];
  for (const [, { transaction, record }] of filled)
    expect(bankTransactions.find((one) => one.transaction === transaction)?.inputs).toEqual(
      expect.arrayContaining(Object.keys(record)),
    );
});

describe('one approval', () => {
  const both = [
    { company: '100', number: 'Y30001' },
    { company: '200', number: 'Y30001' },
  ];
  const inBoth = given(domain({}, both), '17')
    .snapshot(supplier())
    .memory(bank, { account: 'new-Fingerprint', number: 'Y30001', since, changedBy: 'mallory@acme.com' })
    .reading(bank, readAccounts('Y30001', 'AAA'), [[]])
    .reading('m3/200/bank', readAccounts('Y30001', 'BBB'), [[]]);

  it('is for all companies, each of which is written on its own, also one that is linked later', () => {
    inBoth
      .answered(...ada)
      .answered(...bob)
      .whenDecided()
      .then({
        [bank]: { decision: 'send', script: { company: '100', kind: 'write' } },
        'm3/200/bank': { decision: 'send', memory: { since }, script: { company: '200', kind: 'write' } },
      });
  });

  it('of an account that another supplier has must say that this was seen', () => {
    const alarm = proposed().possibleDuplicates('18');
    alarm.whenDecided().then({
      [bank]: { ...waits, questions: [{ choices: ['approve-despite-same-account', 'reject'] }] },
    });
    expect(alarm.whenDecided().about(bank)).toMatchObject({
      because: { message: expect.stringContaining('ALARM: the same account stands at supplier/18.') },
    });
    const plain = alarm.answered(...ada).answered(...bob);
    plain.whenDecided().then({ [bank]: waits });
    const despite = 'approve-despite-same-account';
    alarm
      .answered(question, despite, ada[2])
      .answered(question, despite, bob[2])
      .whenDecided()
      .then({ [bank]: { decision: 'send', script: { kind: 'write' } } });
  });
});

const approvedFor = (linked: Omit<Linked, 'company'>) =>
  proposed({}, undefined, [{ company: '100', ...linked }])
    .answered(...ada)
    .answered(...bob);

describe('an approval is of one account at one supplier of M3', () => {
  const target = { account: 'new-Fingerprint', number: 'Y30001', oldAccount: 'keep' };
  const anew = { ...waits, memory: { number: 'Y30002', since: '2026-03-10T08:00:00.000Z' } };

  it('and none of another: one that Coupa comes to name by another number is proposed there anew', () => {
    approvedFor({ number: 'Y30002' })
      .acknowledged(bank, target)
      .reading(bank, readAccounts('Y30002', 'AAA'), [[]])
      .whenDecided()
      .then({ [bank]: { ...anew, questions: [{ id: 'bank/Y30002/new-Fingerprint' }] } });
  });

  it('and writes nothing while the supplier itself is held in that company', () => {
    const whole = (inM3: Record<string, string>) =>
      heldByM3(supplierOf77({ 'custom-fields': { iban: account } }, { bank: settings }), { record: inM3 })
        .memory(bank, { account: 'new-Fingerprint', number: 'Y30001', since, changedBy: 'mallory@acme.com' })
        .reading(bank, readAccounts('Y30001', 'AAA'), [[]])
        .answered(...ada)
        .answered(...bob)
        .whenDecided();
    whole({}).then({ [bank]: { decision: 'send', script: { kind: 'write' } } });
    const held = whole({ SUNM: 'Quite another' });
    held.then({ 'm3/100': { decision: 'refused' }, [bank]: { decision: 'refused', status: 'Held' } });
  });

  it('and a write that is on its way under the number before is withdrawn', () => {
    const decision = approvedFor({ number: 'Y30002' }).inFlight(bank, { target }).whenDecided().about(bank);
    expect(decision).toMatchObject(anew);
    expect(decision).toMatchObject({ because: { message: expect.stringContaining('Y30002') } });
  });

  it('and writes nothing while it is not sure which supplier of M3 it is', () => {
    const stopped = { code: 'supplier-match-found', message: 'the two differ at their first meeting' } as const;
    const held = approvedFor({ number: 'Y30001', stopped });
    expect(held.whenDecided().about(bank)).toMatchObject({
      decision: 'refused',
      status: 'Held',
      because: { code: stopped.code, message: expect.stringContaining(stopped.message) },
      questions: [{ id: question }],
    });
  });
});

describe('an approval is used up', () => {
  const written = '2026-03-09T11:00:00.000Z';
  const target = { account: 'new-Fingerprint', number: 'Y30001', oldAccount: 'keep' };
  const approved = proposed({ oldAccount: 'close' })
    .answered(...ada)
    .answered(...bob);
  const anew = { ...waits, questions: [{ id: question }], memory: { since: '2026-03-10T08:00:00.000Z' } };

  it('by the write that it was given for: what was changed in M3 by hand since is not written over again', () => {
    approved
      .acknowledged(bank, target, written)
      .whenDecided()
      .then({ [bank]: anew });
  });

  it('also where M3 came to hold the account in another way', () => {
    const met = approved.reading(bank, readAccounts('Y30001', 'AAA'), [[row('X', account)]]);
    const decision = met.whenDecided().about(bank);
    expect(decision).toMatchObject({ decision: 'done', memory: { isMet: true, since } });
    approved
      .memory(bank, decision.memory)
      .whenDecided()
      .then({ [bank]: anew });
  });

  it('and people may give it anew, but not who changed the account in Coupa at first', () => {
    const again = approved
      .acknowledged(bank, target, written)
      .memory(bank, { account: 'new-Fingerprint', number: 'Y30001', since: written, changedBy: 'mallory@acme.com' });
    const later = { ...ada[2], at: '2026-03-10T07:00:00.000Z' };
    again.whenDecided().then({ [bank]: { memory: { changedBy: 'mallory@acme.com' } } });
    again
      .memory(bank, {
        account: 'new-Fingerprint',
        number: 'Y30001',
        since: '2026-03-10T06:00:00.000Z',
        changedBy: 'mallory@acme.com',
      })
      .answered(question, 'approve', later)
      .answered(question, 'approve', { ...later, by: 'bob' })
      .whenDecided()
      .then({ [bank]: { decision: 'send', script: { kind: 'write' } } });
  });

  it('where Coupa has named another account, or none, since: also in a company that did not see that', () => {
    const both = ['100', '200'].map((company) => ({ company, number: 'Y30001' }));
    const mine = { account: 'new-Fingerprint', number: 'Y30001', since, changedBy: 'mallory@acme.com' };
    const returned = given(domain({}, both), '17')
      .snapshot(supplier())
      .answered(...ada)
      .answered(...bob)
      .memory('m3/200/bank', mine)
      .reading(bank, readAccounts('Y30001', 'AAA'), [[row('OLD', old)]])
      .reading('m3/200/bank', readAccounts('Y30001', 'BBB'), [[row('OLD', old)]]);
    for (const between of [{ account: 'old', number: 'Y30001', since: written }, { since: written }])
      returned
        .memory(bank, between)
        .whenDecided()
        .then({ [bank]: anew, 'm3/200/bank': anew });
  });
});

describe('a write that was approved and waits for M3', () => {
  const waiting = proposed()
    .answered(...ada)
    .answered(...bob)
    .inFlight(bank, { target: { account: 'new-Fingerprint', number: 'Y30001', oldAccount: 'keep' } })
    .at('2026-03-10T20:00:00.000Z');

  it('can still be rejected, and is still wanted until then', () => {
    waiting
      .whenDecided()
      .then({ [bank]: { decision: 'send', script: { kind: 'write' }, questions: [{ id: question }] } });
  });

  it('is withdrawn when somebody rejects it', () => {
    waiting
      .answered(question, 'reject', { by: 'eve', note: 'unknown to them', isProven: true })
      .whenDecided()
      .then({ [bank]: { decision: 'refused', because: { code: 'bank-change-rejected' } } });
  });
});

describe('whoever changed it in Coupa', () => {
  it('stays who it was while M3 does not answer, whoever changes the supplier meanwhile', () => {
    const decision = given(domain(), '17')
      .snapshot(supplier())
      .inFlight(bank, { kind: 'read' })
      .whenDecided()
      .about(bank);
    expect(decision).toMatchObject({ remembersAtOnce: true, memory: { changedBy: 'mallory@acme.com' } });
    given(domain(), '17')
      .snapshot({ ...supplier(), 'updated-by': { login: 'bob' } })
      .memory(bank, decision.memory)
      .whenDecided()
      .then({ [bank]: { memory: { changedBy: 'mallory@acme.com' } } });
  });

  it('may be anybody where Coupa does not say it: so a third person is asked', () => {
    const unknown = proposed().memory(bank, { account: 'new-Fingerprint', number: 'Y30001', since });
    const two = unknown.answered(...ada).answered(...bob);
    two.whenDecided().then({ [bank]: { ...waits, questions: [{ persons: 3 }] } });
    expect(two.whenDecided().about(bank)).toMatchObject({
      because: { message: expect.stringMatching(/^Three people must approve .*Coupa does not say who changed it/) },
    });
    two
      .answered(...approve('eve', '2026-03-09T11:00:00.000Z'))
      .whenDecided()
      .then({ [bank]: { decision: 'send', script: { kind: 'write' } } });
  });
});

describe('an account that cannot be one', () => {
  it.each([
    ['whose check digits are wrong', supplier(sealed('x', { iban: { country: 'BE', isValid: false } }))],
    ['of another country than Coupa names', supplier(account, { 'bank-country': 'NL' })],
    ['that came unsealed', supplier('BE68539007547034')],
  ])('%s is refused, and nobody is asked', (_, snapshot) => {
    const decision = proposed()
      .snapshot(snapshot)
      .answered(...ada)
      .answered(...bob)
      .whenDecided()
      .about(bank);
    expect(decision).toMatchObject({ decision: 'refused', because: { code: 'bank-account-invalid' } });
    expect(decision).not.toHaveProperty('questions');
    expect(JSON.stringify(decision)).not.toContain('BE68539007547034');
  });
});

it('a supplier without an account in Coupa has none to be decided, and what M3 has stays', () => {
  const none = given(domain(), '17').snapshot(supplier(''));
  expect(none.whenDecided().decisions).toEqual({});
  const before = none.acknowledged(bank, { account: 'old', number: 'Y30001', oldAccount: 'keep' });
  before.whenDecided().then({ [bank]: { decision: 'done', status: 'Ignored', memory: {} } });
});

it('without the setting nothing is decided', () => {
  expect(bankDecisions(proposed().view(), [{ company: '100', number: 'Y30001' }], undefined)).toEqual({});
});

it('S18: since when the account is another one is told to those who hold invoices', () => {
  const at = '2026-03-10T07:00:00.000Z';
  expect(bankChangedAt(proposed().view(), '100')).toBeUndefined();
  expect(bankChangedAt(proposed().acknowledged(bank, { account: 'x' }, at).view(), '100')).toBe(at);
});

it('of a list in Coupa the first active element counts', () => {
  const remitTo = [
    { active: false, iban: sealed('inactive') },
    { active: true, iban: account },
  ];
  given(domain({ fields: { iban: ['remit-to-addresses', 'iban'] } }), '17')
    .snapshot({ ...supplier(), 'remit-to-addresses': remitTo })
    .whenDecided()
    .then({ [bank]: { memory: { account: 'new-Fingerprint' } } });
});
