import { defineProgram } from '../program.js';

/** Batch entry makes orders of this category only. */
const CATEGORY = '20';

export const pps095mi = defineProgram('PPS095MI', {
  LstOrderType: (call, m3) =>
    m3.master.orderTypes
      .of(call.cono)
      .filter(({ ORTY }) => ORTY >= (call.record['ORTY'] ?? ''))
      .filter(() => [undefined, CATEGORY].includes(call.record['POTC']))
      .map(({ ORTY }) => ({ ORTY, POTC: CATEGORY, TX15: `Type ${ORTY}`, TX40: `Order type ${ORTY}` })),
});
