import type { Master } from '../master/master.js';
import type { M3World } from '../m3-world.js';
import { Nok, type M3Record } from '../nok.js';
import type { Call } from '../program.js';
import { bankAccountCode, isSuppliersAccount } from './bank.js';
import { stampChanged, stampNew, withoutStamp } from './change-stamp.js';
import { checkCodes } from './check-codes.js';
import { findSupplier, without } from './find-supplier.js';
import { changeByCall } from './who-changes.js';

/** 10 preliminary, 20 definite, 90 blocked. */
export const SUPPLIER_STATUSES = ['10', '20', '90'];
const DATE_FORMATS = ['YMD', 'MDY', 'DMY'];

/**
 * Holds the fields of a supplier against M3's tables.
 *
 * @throws {Nok}
 */
export function checkSupplier(master: Master, cono: number, given: M3Record, held: M3Record = {}): void {
  const { SUNO, STAT, DTFM, PRSU } = given;
  if (STAT && !SUPPLIER_STATUSES.includes(STAT)) {
    throw new Nok({ code: 'WST0101', field: 'STAT', text: `Status ${STAT} is not valid` });
  }
  if (DTFM && !DATE_FORMATS.includes(DTFM)) {
    throw new Nok({ code: 'WDF0101', field: 'DTFM', text: `Date format ${DTFM} is not valid` });
  }
  if (PRSU && PRSU !== SUNO && !master.suppliers.find(cono, PRSU)) {
    throw new Nok({ code: 'WSU0103', field: 'PRSU', text: `Supplier ${PRSU} does not exist` });
  }
  checkCodes(master, cono, given, held);
}

const alreadyExists = (suno: string): Nok =>
  new Nok({ code: 'XRE0104', field: 'SUNO', text: `Supplier ${suno} already exists` });

function putNew(call: Call, m3: M3World, given: M3Record): M3Record[] {
  const { SUNO = '' } = call.record;
  const change = changeByCall(m3);
  const fields = stampNew({ ...given, SUNO, CONO: String(call.cono) }, change);
  const empty = { addresses: [], references: [], isTemplate: false, createdAtMs: change.atMs };
  m3.master.suppliers.put({ cono: call.cono, SUNO, fields, ...empty });
  return [fields];
}

export function addSupplier(call: Call, m3: M3World): M3Record[] {
  const { SUNO = '' } = call.record;
  if (m3.master.suppliers.find(call.cono, SUNO)) throw alreadyExists(SUNO);
  checkSupplier(m3.master, call.cono, call.record);
  return putNew(call, m3, { STAT: '10', ...call.record });
}

/** The new supplier has every field of the template, its name and status too, and neither addresses nor references. */
export function copyTemplate(call: Call, m3: M3World): M3Record[] {
  const { SUNO = '', STEM = '', SUTY } = call.record;
  const template = findSupplier(call, m3, 'STEM');
  if (!template.isTemplate) {
    throw new Nok({ code: 'WSU0101', field: 'STEM', text: `Supplier ${STEM} is not a template` });
  }
  if (m3.master.suppliers.find(call.cono, SUNO)) throw alreadyExists(SUNO);
  return putNew(call, m3, { ...withoutStamp(template.fields), ...(SUTY === undefined ? {} : { SUTY }) });
}

/** Only the fields given change. */
export function updateSupplier(call: Call, m3: M3World): M3Record[] {
  const supplier = findSupplier(call, m3);
  const given = without(call.record, 'SUNO');
  checkSupplier(m3.master, call.cono, given, supplier.fields);
  const fields = stampChanged({ ...supplier.fields, ...given }, changeByCall(m3));
  m3.master.suppliers.put({ ...supplier, fields });
  return [fields];
}

export function deleteSupplier(call: Call, m3: M3World): M3Record[] {
  const { SUNO } = findSupplier(call, m3);
  const isOf = (one: { cono: number; head: M3Record }): boolean => one.cono === call.cono && one.head['SUNO'] === SUNO;
  if (m3.allOrders().some(isOf)) {
    throw new Nok({ code: 'CPF9898', field: 'SUNO', text: `Supplier ${SUNO} has purchase orders` });
  }
  removeSupplier(m3, call.cono, SUNO);
  return [{ SUNO }];
}

/** With its bank accounts: a later supplier of that number begins without. */
export function removeSupplier({ master }: M3World, cono: number, SUNO: string): void {
  master.suppliers.remove(cono, SUNO);
  for (const { fields } of master.bankAccounts.of(cono)) {
    if (isSuppliersAccount(fields, SUNO)) master.bankAccounts.remove(cono, bankAccountCode(fields));
  }
}
