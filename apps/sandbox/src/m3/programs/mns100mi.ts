import { defineProgram } from '../program.js';

export const mns100mi = defineProgram('MNS100MI', {
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
