import { defineProgram } from '../program.js';

export const crs420mi = defineProgram('CRS420MI', {
  LstByActDate: (call, m3) => {
    const { ADAT = '', REC2, FSTS = '', TSTS } = call.record;
    const receiver = REC2 ?? m3.master.user().USID;
    return m3.messages
      .filter(({ cono, record }) => cono === call.cono && record['REC2'] === receiver)
      .map(({ record }) => record)
      .filter(({ ADAT: day = '', STAT = '' }) => day >= ADAT && STAT >= FSTS && (TSTS === undefined || STAT <= TSTS));
  },
  LstDetailMsg: (call, m3) => {
    const found = m3.messages.find(
      ({ cono, record }) => cono === call.cono && Number(record['DTID']) === Number(call.record['DTID']),
    );
    return found?.details ?? [];
  },
});
