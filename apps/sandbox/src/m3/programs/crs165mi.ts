import type { M3World } from '../m3-world.js';
import { Nok, type M3Record } from '../nok.js';
import { defineProgram, type Call } from '../program.js';

/** The number is spent whether or not the answer arrives. */
function retrieveNextNumber(call: Call, m3: M3World): M3Record[] {
  const { NBTY, NBID, DIVI = call.divi } = call.record;
  const codes = [`${NBTY}/${NBID}/${DIVI}`, `${NBTY}/${NBID}/`];
  const [series] = codes.flatMap((code) => m3.master.numberSeries.find(call.cono, code) ?? []);
  if (!series) {
    throw new Nok({ code: 'XRE0103', field: 'NBID', text: `Number series ${NBID} of type ${NBTY} does not exist` });
  }
  const number = m3.takeNumber(series);
  if (number === undefined) {
    throw new Nok({ code: 'CPF9898', field: 'NBID', text: `Number series ${NBID} of type ${NBTY} is at its end` });
  }
  return [{ NBNR: number }];
}

export const crs165mi = defineProgram('CRS165MI', { RtvNextNumber: retrieveNextNumber });
