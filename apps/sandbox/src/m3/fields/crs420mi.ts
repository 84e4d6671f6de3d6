import { declareFields } from '../declare-fields.js';

/** Application messages: what M3 tells its users by its own mail. */
export const crs420mi = {
  LstByActDate: declareFields({
    description: 'List application messages by Action date - ascending',
    optional: 'CONO N3, ADAT D10, REC2 A10, FSTS A2, TSTS A2',
    output: `
      CONO N3, MLID N13, REC2 A10, MTPE A3, STAT A2, TX30 A30, SEND A10, REC3 A10, ADAT N8, CDAT N8,
      RMDT D8, MSGT A180, RGDT D8, RGTM N6, TXID N13, PGNM A10, PICC A2, QTTP N2, OPT2 A2, DT01 A30, DT02 A30,
      DT03 A30, DT04 A30, DT05 A30, DT06 A30, DT07 A30, DT08 A30, DT09 A30, DT10 A30, DT11 A30, DT12 A30,
      DT13 A30, DT14 A30, DT15 A30, DT16 A30, FILE A10, FLDI A10, DTID N13, KSEX A1`,
  }),
  LstDetailMsg: declareFields({
    description: 'List detail messages',
    mandatory: 'DTID N13',
    optional: 'DTRF N5, DTIS N5',
    output: `
      CONO N3, DTID N13, DTRF N5, DTIS N5, STAT A2, MSID A7, MSGD A78, TX60 A60, TX61 A60, TX62 A60,
      TX63 A60, SEVL N2, PGNM A10, TXID N13, RGDT D10, RGTM N6, LMDT D10, CHNO N3, CHID A10, MLID N13, REC2 A10,
      MTPE A3, TX30 A30, SEND A10, REC3 A10, ADAT D10, CDAT D10, RMDT D10, MSGT A180, PICC A2, QTTP N2,
      OPT2 A2, FILE A10, FLDI A10, KSEX A1`,
  }),
};
