import { fieldLists } from '../fields/field-lists.js';
import type { M3Record } from '../nok.js';
import { defineProgram } from '../program.js';

const { output } = fieldLists('AUTCHKMI').transactions.ChkAuthority.newer;
const flags = [...output.values()].filter(({ type }) => type === 'N');

/** ALPG is 1 where the user may run the program; options and function keys follow it. */
export const autchkmi = defineProgram('AUTCHKMI', {
  ChkAuthority: (call, m3) => {
    const allowed = m3.master.mayRun(call.record['APGM'] ?? '') ? '1' : '0';
    const record: M3Record = Object.fromEntries(flags.map(({ name }) => [name, allowed]));
    return [record];
  },
});
