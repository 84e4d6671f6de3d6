import { declareFields } from '../declare-fields.js';

/** M3's own list of programs, transactions and fields. */
export const mrs001mi = {
  LstPrograms: declareFields({
    description: 'List all programs',
    output: `
      MINM A10, OBNM A30, MIDS A60, TXT1 N13, TXT2 N13, RGDT D8, RGTM N6, VERS A4, LMDT D8, CHNO N3, CHID A10,
      MNID A10`,
  }),
  LstTransactions: declareFields({
    description: 'List available transactions for given program',
    mandatory: 'MINM A10',
    output: `
      MINM A10, TRNM A15, TRDS A60, TXT1 N13, TXT2 N13, VERS A4, STAT N2, PRFI A2, PRFO A2, SIMU A1, RGDT D8,
      RGTM N6, LMDT D8, CHNO N3, CHID A10`,
  }),
  LstFields: declareFields({
    description: 'List all fields for a transaction',
    mandatory: 'MINM A10, TRNM A15, TRTP A1',
    output: `
      MINM A10, TRNM A15, TRTP A1, FLNM A10, FLDS A60, TXT1 N13, FRPO N3, TOPO N3, LENG N3, TYPE A1, MAND A1,
      RGDT D8, RGTM N6, LMDT D8, CHNO N3, CHID A10`,
  }),
  LstAdtFieldInf: declareFields({
    description: 'List additional field information',
    mandatory: 'MINM A10, TRNM A15, TRTP A1',
    optional: 'LNCD A2',
    output: `
      FLNM A10, FLDS A60, TXT1 N13, FRPO N3, TOPO N3, LENG N3, FLDP N2, TYPE A1, MAND A1, FLDX N1, MSI5 A5,
      TYP2 A10, CTGY A20, BCTG A20, LNTH A5, LNF1 A3, HELP A8, LNF2 A3, AILN A3, AISL A3, LLIM A30, LDCM N1,
      ULIM A30, UDCM N1, VMAP N1, TX15 A15, FILE A10, PGNM A10, BRWS N1`,
  }),
};
