import { mns100mi as fields } from '../fields/mns100mi.js';
import { defineProgram } from '../program.js';

export const mns100mi = defineProgram({ name: 'MNS100MI', description: 'Companies and divisions' }, fields, {
  LstDivisions: (call, m3) =>
    m3.master
      .divisions(call.cono)
      .filter(({ divi }) => divi >= (call.record['DIVI'] ?? ''))
      .map(({ divi, facilities, warehouses }) => ({
        CONO: String(call.cono),
        DIVI: divi,
        TX15: `Division ${divi}`,
        FACI: facilities[0] ?? '',
        WHLO: warehouses[0]?.whlo ?? '',
      })),
});
