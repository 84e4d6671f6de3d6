import type { M3World } from '../m3-world.js';
import { Nok, type M3Record } from '../nok.js';
import type { Call } from '../program.js';
import { SearchIndex } from '../search-index.js';
import { stampChanged, stampNew } from './change-stamp.js';
import { bankAccountCode, SUPPLIERS_ACCOUNT, type BankAccount } from './bank.js';
import { checkCodes } from './check-codes.js';
import { without } from './find-supplier.js';
import { changeByCall } from './who-changes.js';

/** 1 the company's own, 2 a customer's, 3 a supplier's. */
const ACCOUNT_TYPES = [1, 2, SUPPLIERS_ACCOUNT];
const STATUSES = ['10', '20', '90'];
const KEY_FIELDS = ['DIVI', 'BKTP', 'ACHO', 'BKID'];

/** The division of the call: the one in the record, else the request's, else the user's own. */
const divisionOf = ({ record, divi }: Call, m3: M3World): string =>
  record['DIVI'] ?? (divi || (m3.master.user()['DIVI'] ?? ''));

function findAccount(call: Call, m3: M3World): BankAccount {
  const code = bankAccountCode({ ...call.record, DIVI: divisionOf(call, m3) });
  const account = m3.master.bankAccounts.find(call.cono, code);
  if (!account) throw new Nok({ code: 'XRE0103', field: 'BKID', text: 'The bank account does not exist' });
  return account;
}

function checkHolder({ cono, record }: Call, m3: M3World): void {
  const { DIVI = '', BKTP, ACHO } = record;
  if (!m3.master.hasDivision(cono, DIVI)) {
    throw new Nok({ code: 'WDI0103', field: 'DIVI', text: `Division ${DIVI} does not exist` });
  }
  if (!ACCOUNT_TYPES.includes(Number(BKTP))) {
    throw new Nok({ code: 'WBK0101', field: 'BKTP', text: `Bank account type ${BKTP} is not valid` });
  }
  if (Number(BKTP) !== SUPPLIERS_ACCOUNT) return;
  if (!ACHO) throw new Nok({ code: 'WSU0102', field: 'ACHO', text: 'Supplier must be entered' });
  if (!m3.master.suppliers.find(cono, ACHO)) {
    throw new Nok({ code: 'WSU0103', field: 'ACHO', text: `Supplier ${ACHO} does not exist` });
  }
}

const IBAN_FORM = /^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$/;

/** ISO 13616: the country and the check digits go to the end, letters count from 10 on, and the rest by 97 must be 1. */
export function isIban(text: string): boolean {
  if (!IBAN_FORM.test(text)) return false;
  const digits = `${text.slice(4)}${text.slice(0, 4)}`.replaceAll(/[A-Z]/g, (letter) =>
    String(letter.charCodeAt(0) - 'A'.charCodeAt(0) + 10),
  );
  return BigInt(digits) % 97n === 1n;
}

/** M3's words do not repeat the account: they stand in logs. */
function checkFields({ cono, record }: Call, m3: M3World): void {
  const { STAT, BKNO, DIVI = '', IBAN } = record;
  if (STAT && !STATUSES.includes(STAT)) {
    throw new Nok({ code: 'WST0101', field: 'STAT', text: `Status ${STAT} is not valid` });
  }
  const banks = [`${DIVI}/${BKNO}`, `/${BKNO}`].map((code) => m3.master.banks.find(cono, code));
  if (BKNO && !banks.some((bank) => bank !== undefined)) {
    throw new Nok({ code: 'WBN0103', field: 'BKNO', text: `Bank ${BKNO} does not exist` });
  }
  if (IBAN && !isIban(IBAN)) throw new Nok({ code: 'WIB0101', field: 'IBAN', text: 'IBAN is not valid' });
  checkCodes(m3.master, cono, record);
}

export function addBankAccount(call: Call, m3: M3World): M3Record[] {
  checkHolder(call, m3);
  if (m3.master.bankAccounts.find(call.cono, bankAccountCode(call.record))) {
    throw new Nok({ code: 'XRE0104', field: 'BKID', text: 'The bank account already exists' });
  }
  checkFields(call, m3);
  const fields = stampNew({ ...call.record, CONO: String(call.cono) }, changeByCall(m3));
  m3.master.bankAccounts.put({ cono: call.cono, fields });
  return [fields];
}

/** Only the fields given change; the indicator (BKIN) must be given and may be another. */
export function changeBankAccount(call: Call, m3: M3World): M3Record[] {
  const { cono, fields: held } = findAccount(call, m3);
  checkFields(call, m3);
  const fields = stampChanged({ ...held, ...without(call.record, ...KEY_FIELDS) }, changeByCall(m3));
  m3.master.bankAccounts.put({ cono, fields });
  return [fields];
}

export function deleteBankAccount(call: Call, m3: M3World): M3Record[] {
  const { fields } = findAccount(call, m3);
  m3.master.bankAccounts.remove(call.cono, bankAccountCode(fields));
  return [fields];
}

export const getBankAccount = (call: Call, m3: M3World): M3Record[] => [findAccount(call, m3).fields];

/** The accounts of a type and, where one is named, of a holder: those of the division, of all where there is none. */
export function listBankAccounts(call: Call, m3: M3World): M3Record[] {
  const { BKTP, ...asked } = without(call.record, 'DIVI');
  const division = divisionOf(call, m3);
  return m3.master.bankAccounts
    .of(call.cono)
    .map(({ fields }) => fields)
    .filter((one) => Number(one['BKTP']) === Number(BKTP) && (division === '' || one['DIVI'] === division))
    .filter((one) =>
      Object.entries(asked).every(([name, value]) =>
        name === 'CBPY' ? Number(one[name]) === Number(value) : one[name] === value,
      ),
    );
}

/** The fields that this M3 indexes. Which ones a tenant does is not public. */
const index = new SearchIndex<BankAccount>(
  ['BKTP', 'ACHO', 'BKID', 'BKIN', 'BANA', 'BKNO', 'IBAN', 'STAT', 'CUCD'],
  ({ fields }) => fields,
);

export const searchBankAccounts = (call: Call, m3: M3World): M3Record[] =>
  index.search(m3.master.bankAccounts.of(call.cono), call.record['SQRY'] ?? '').map(({ fields }) => ({
    ...fields,
    PGNM: 'CRS692',
    FILE: 'CBANAC',
  }));
