import { autchkmi as fields } from '../fields/autchkmi.js';
import type { M3Record } from '../nok.js';
import { defineProgram } from '../program.js';

/** ALPG is 1 where the user may run the program; options and function keys follow it. */
export const autchkmi = defineProgram({ name: 'AUTCHKMI', description: 'Authority check' }, fields, {
  ChkAuthority: (call, m3) => {
    const allowed = m3.master.mayRun(call.record['APGM'] ?? '') ? '1' : '0';
    const flags = [...fields.ChkAuthority.output.values()].filter(({ type }) => type === 'N');
    const record: M3Record = Object.fromEntries(flags.map(({ name }) => [name, allowed]));
    return [record];
  },
});
