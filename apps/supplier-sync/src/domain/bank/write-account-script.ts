import type { ConfirmedSlice, Script } from '@sluice/reconciler/decision';
import type { TransactionUsed } from '@sluice/shared/m3/transaction-used';
import type { M3Step, StepValue } from '@sluice/shared/script';
import type { AccountInCoupa } from './account-in-coupa.js';
import { closed, type BankSettings } from './bank-settings.js';
import { ofSupplier, sealsReturned, type AccountInM3 } from './read-accounts.js';

/** What M3 will hold: which account is paid to, by its fingerprint, and what became of those before it. */
export interface AccountTarget {
  readonly account: string;
  readonly number: string;
  readonly oldAccount: BankSettings['oldAccount'];
}

export interface AccountToWrite {
  readonly company: string;
  readonly number: string;
  readonly account: AccountInCoupa;
  /** The name of the account where Coupa names no holder. */
  readonly name: string;
  readonly held: readonly AccountInM3[];
}

export const targetOf = (
  { account, number }: Pick<AccountToWrite, 'account' | 'number'>,
  { oldAccount }: BankSettings,
): AccountTarget => ({ account: account.iban.fingerprint, number, oldAccount });

/**
 * CRS692MI: the new account comes first, and what M3 had goes behind it, is closed or deleted. Nothing where M3 holds it so.
 * The account's short name follows from its number, so that it cannot be added twice.
 */
export function writeAccountScript(write: AccountToWrite, settings: BankSettings): Script | undefined {
  const { company, held, account } = write;
  const present = held.find(({ iban }) => iban?.fingerprint === account.iban.fingerprint);
  const others = held.filter((one) => one !== present && one.status !== closed);
  const steps = [
    ...moveBehind(write, others, settings),
    ...(present === undefined ? [addAccount(write, settings)] : putFirst(write, present, settings)),
    ...(settings.oldAccount === 'keep' ? [] : others.map((other) => endAccount(write, other, settings))),
  ];
  if (steps.length === 0) return undefined;
  // Where the rest does not follow, it is not known as done.
  const confirms: ConfirmedSlice[] = steps
    .filter(({ id }) => id === addId)
    .flatMap(({ id: step }) => [
      { step, path: ['account'], value: account.iban.fingerprint },
      { step, path: ['oldAccount'] },
    ]);
  return { system: 'm3', kind: 'write', company, target: targetOf(write, settings), confirms, steps };
}

const addId = 'add-account';

/** The short name alone is wanted back. */
const answered = { returns: ['BKID'], sealsReturned };

/** Five characters, as M3's BKID has. */
const idOf = ({ iban }: AccountInCoupa): string =>
  iban.fingerprint
    .replaceAll(/[^A-Za-z0-9]/g, '')
    .slice(0, 5)
    .toUpperCase();

/** Those that stay give up the place of the one that is paid to, before another takes it: at no time do two of them have it. */
function moveBehind(write: AccountToWrite, others: readonly AccountInM3[], settings: BankSettings): M3Step[] {
  if (settings.oldAccount !== 'keep') return [];
  const first = Number(settings.account.CBPY);
  const free = Math.max(first, ...write.held.map(({ priority }) => priority)) + 1;
  return others
    .filter(({ priority }) => priority <= first)
    .map((other, index) => changeAccount(write, other, { CBPY: String(free + index) }, settings));
}

function addAccount({ number, account, name, company }: AccountToWrite, settings: BankSettings): M3Step {
  const { BKIN, CBPY, STAT, LNCD } = settings.account;
  const DIVI = settings.divisions[company] ?? '';
  const [BKID, BANA] = [idOf(account), (account.holder || name).slice(0, 36).trim()];
  return {
    id: addId,
    kind: 'write',
    program: 'CRS692MI',
    independent: false,
    transactions: [
      {
        transaction: 'AddBankAccount',
        // Division, type and holder of the account, indicator, short name, priority, status, name, language; bank and currency.
        record: {
          DIVI,
          BKTP: ofSupplier,
          ACHO: number,
          BKIN,
          BKID,
          CBPY,
          STAT,
          BANA,
          LNCD,
          ...(account.bank !== '' && { BKNO: account.bank }),
          ...(account.currency !== '' && { CUCD: account.currency }),
          IBAN: account.iban,
        },
        ...answered,
      },
    ],
    probe: {
      calls: [
        {
          program: 'CRS692MI',
          transaction: 'GetBasicData',
          record: { BKTP: ofSupplier, BKID, DIVI, ACHO: number },
          ...answered,
        },
      ],
      reads: 'exists',
    },
    whenOutcomeUnknown: { do: 'repeat' },
  };
}

/** M3 has the account already, behind another one or closed. */
function putFirst(write: AccountToWrite, present: AccountInM3, settings: BankSettings): M3Step[] {
  const { CBPY, STAT } = settings.account;
  const isFirst = present.priority === Number(CBPY) && present.status === STAT;
  return isFirst ? [] : [{ ...changeAccount(write, present, { CBPY, STAT }, settings), id: addId }];
}

function endAccount(write: AccountToWrite, other: AccountInM3, settings: BankSettings): M3Step {
  if (settings.oldAccount === 'close') return changeAccount(write, other, { STAT: closed }, settings);
  const DIVI = settings.divisions[write.company] ?? '';
  return {
    id: `delete-account/${other.id}`,
    kind: 'write',
    program: 'CRS692MI',
    independent: false,
    // Deleted twice is deleted.
    absentCodes: ['XRE0103'],
    transactions: [
      {
        transaction: 'DelBankAccount',
        record: { BKTP: ofSupplier, BKID: other.id, DIVI, ACHO: write.number },
        ...answered,
      },
    ],
    whenOutcomeUnknown: { do: 'repeat' },
  };
}

/** Twice the same change is one. */
const changeAccount = (
  { company, number }: AccountToWrite,
  { id: BKID, indicator: BKIN }: AccountInM3,
  change: Readonly<Record<string, StepValue>>,
  { divisions }: BankSettings,
): M3Step => ({
  id: `change-account/${BKID}`,
  kind: 'write',
  program: 'CRS692MI',
  independent: false,
  transactions: [
    {
      transaction: 'ChgBasicData',
      record: { DIVI: divisions[company] ?? '', BKTP: ofSupplier, BKIN, BKID, ACHO: number, ...change },
      ...answered,
    },
  ],
  whenOutcomeUnknown: { do: 'repeat' },
});

const lostWithout = 'bank accounts are not sent; with SUPPLIER_BANK_FIELDS left out nobody asks for them';
const key = ['DIVI', 'BKTP', 'BKID', 'ACHO'];

/** What bank accounts need of M3, where an installation sends them. */
export const bankTransactions: readonly TransactionUsed[] = [
  { program: 'CRS692MI', transaction: 'LstByAccHolder', inputs: ['BKTP', 'ACHO', 'DIVI'], lostWithout },
  { program: 'CRS692MI', transaction: 'GetBasicData', inputs: key, lostWithout },
  {
    program: 'CRS692MI',
    transaction: 'AddBankAccount',
    inputs: [...key, 'BKIN', 'CBPY', 'STAT', 'BANA', 'LNCD', 'BKNO', 'CUCD', 'IBAN'],
    lostWithout,
  },
  { program: 'CRS692MI', transaction: 'ChgBasicData', inputs: [...key, 'BKIN', 'CBPY', 'STAT'], lostWithout },
  { program: 'CRS692MI', transaction: 'DelBankAccount', inputs: key, lostWithout },
];
