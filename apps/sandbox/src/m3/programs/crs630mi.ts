import type { AccountRow } from '../master/master-input.js';
import type { M3World } from '../m3-world.js';
import { Nok, type M3Record } from '../nok.js';
import { defineProgram, type Call } from '../program.js';

/** LCCD 1 is blocked; VFDT and VTDT are the first and the last day, 0 for none. */
const showAccount = (call: Call, { AITP, AITM, DIVI = '', TX40 = '', blocked, VFDT, VTDT }: AccountRow): M3Record => ({
  CONO: String(call.cono),
  DIVI,
  AITP: String(AITP),
  AITM,
  TX40,
  TX15: TX40.slice(0, 15),
  LCCD: blocked ? '1' : '0',
  VFDT: VFDT ?? '',
  VTDT: VTDT ?? '',
});

function getAccount(call: Call, m3: M3World): M3Record[] {
  const { AITP = '', AITM = '', DIVI = '' } = call.record;
  const account = m3.master.findAccount(call.cono, Number(AITP), AITM, DIVI);
  if (!account) {
    throw new Nok({ code: 'WAI0103', field: 'AITM', text: `Account identity ${AITM} does not exist` });
  }
  return [showAccount(call, account)];
}

/** The identities of a dimension from the one named on. */
function listAccounts(call: Call, m3: M3World): M3Record[] {
  const { AITP, AITM = '', DIVI = '' } = call.record;
  return m3.master.accounts
    .of(call.cono)
    .filter((row) => row.AITP === Number(AITP) && row.AITM >= AITM && (row.DIVI ?? '') === DIVI)
    .map((row) => showAccount(call, row));
}

export const crs630mi = defineProgram('CRS630MI', {
  GetAccountID: getAccount,
  LstAccountID: listAccounts,
});
