import type { M3World } from '../m3-world.js';
import { Nok, type M3Record } from '../nok.js';
import { defineProgram, type Call } from '../program.js';
import type { Bank } from '../suppliers/bank.js';
import { checkCodes } from '../suppliers/check-codes.js';

const showBank = (call: Call, { fields }: Bank): M3Record => ({ ...fields, CONO: String(call.cono) });

function addBank(call: Call, m3: M3World): M3Record[] {
  const { BKNO, DIVI = '', CONO: _company, ...given } = call.record;
  if (!BKNO) throw new Nok({ code: 'WBN0102', field: 'BKNO', text: 'Bank must be entered' });
  if (DIVI && !m3.master.hasDivision(call.cono, DIVI)) {
    throw new Nok({ code: 'WDI0103', field: 'DIVI', text: `Division ${DIVI} does not exist` });
  }
  if (m3.master.banks.find(call.cono, `${DIVI}/${BKNO}`)) {
    throw new Nok({ code: 'XRE0104', field: 'BKNO', text: `Bank ${BKNO} already exists` });
  }
  checkCodes(m3.master, call.cono, given);
  const bank = { cono: call.cono, BKNO, DIVI, fields: { STAT: '20', ...given, BKNO, DIVI } };
  m3.master.banks.put(bank);
  return [showBank(call, bank)];
}

function getBank(call: Call, m3: M3World): M3Record[] {
  const { BKNO = '', DIVI = call.divi } = call.record;
  const bank = m3.master.banks.find(call.cono, `${DIVI}/${BKNO}`) ?? m3.master.banks.find(call.cono, `/${BKNO}`);
  if (!bank) throw new Nok({ code: 'WBN0103', field: 'BKNO', text: `Bank ${BKNO} does not exist` });
  return [showBank(call, bank)];
}

/** The banks from the number named on. */
const listBanks = (call: Call, m3: M3World): M3Record[] =>
  m3.master.banks
    .of(call.cono)
    .filter(({ BKNO }) => BKNO >= (call.record['BKNO'] ?? ''))
    .filter(({ DIVI }) => [undefined, DIVI].includes(call.record['DIVI']))
    .map((bank) => showBank(call, bank));

export const crs690mi = defineProgram('CRS690MI', {
  AddBank: addBank,
  GetBasicData: getBank,
  LstByNumber: listBanks,
});
