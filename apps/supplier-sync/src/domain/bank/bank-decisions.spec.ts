import type { Domain } from '@sluice/reconciler/decision';
import { CoupaSupplier } from '@sluice/shared/coupa/supplier';
import type { SealedValue } from '@sluice/shared/sealed';
import { given, type Given } from '@sluice/testing/specification/given';
import { describe, expect, it } from 'vitest';
import { sameAccount } from './account-in-coupa.js';
import { bankChangedAt, bankDecisions, bankReadBack } from './bank-decisions.js';
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
  linked = [{ company: '100', number: 'Y30001' }],
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
const question = 'bank/new-Fingerprint';
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
const proposed = (change: Partial<BankSettings> = {}, held = [row('OLD', old)]): Given<CoupaSupplier> =>
  given(domain(change), '17')
    .snapshot(supplier())
    .memory(bank, { account: 'new-Fingerprint', since, changedBy: 'mallory@acme.com' })
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
    other.whenDecided().then({ [bank]: { ...waits, questions: [{ id: 'bank/third' }] } });
  });

  it('that comes back after another one is proposed anew: earlier approvals do not count again', () => {
    const back = proposed()
      .answered(...ada)
      .answered(...bob)
      .memory(bank, { account: 'old', since })
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
    .memory(bank, { account: 'new-Fingerprint', since })
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
