import { declareFields } from '../declare-fields.js';

/**
 * Reads of purchase orders. No public list shows the fields of SearchHead: its query has the length that other search
 * transactions have, and of its answer only PUNO can be relied upon.
 */
export const pps200mi = {
  SearchHead: declareFields({
    description: 'Search Purchase Order Head',
    mandatory: 'SQRY A120',
    optional: 'CONO N3',
    output: 'CONO N3, PUNO A10, SUNO A10, FACI A3, WHLO A3',
  }),
  GetHead: declareFields({
    description: 'Get Purchase Order Head',
    mandatory: 'PUNO A10',
    optional: 'CONO N3',
    output: `
      CONO N3, PUNO A10, DONR A3, DOVA A2, DATE D10, PUDT D10, DWDT D10, LEDT D10, CONM A36, REVN A2, RENM A36,
      SUNO A10, CSCD A3, BUYE A10, CUCD A3, TXCU A15, TXPY A15, TXMO A15, TXDL A15, TXAF A15, TXPA A15,
      TXHA A15, YRE1 A36, PHNO A16, TFNO A16, REVV N15, REMK A30, REV1 N15, COAM N17.2, DIVI A3, FACI A3,
      WHLO A3, ORTY A3, LNCD A2, TEPY A3, MODL A3, TEDL A3, TEAF A3, TEPA A3, RFID A10, TEL1 A36, HAFE A6,
      POTC A2, PYAD A3, MTDP N1, MTWP N1, OURR A10, OURT A1, PRSU A10, AGNT A10, NTAM N17.2, TOQT N17.6,
      SAAM N17.2, LOCD A3, RASN A10, EXAT N1, FUSC A3, ODAM N17.2, PROJ A7, ELNO A8, BRAM N17.2`,
  }),
  LstLine: declareFields({
    description: 'List Purchase Order Line',
    mandatory: 'PUNO A10',
    optional: 'CONO N3',
    output: `
      CONO N3, PUNO A10, PNLI N3, PNLS N3, ITNO A15, SITE A30, CODT D10, CFQA N17.6, PUUN A3, ITDS A30,
      EACD N13, FACI A3, WHLO A3, POTC A2, PUST A2, PUSL A2, SUNO A10, PRCS A3, SUFI A20, PITD A30, PITT A60,
      SORN A20, PUPR N17.6, ODI1 N7.2, ODI2 N7.2, ODI3 N7.2, CPPR N17.6, CFD1 N7.2, CFD2 N7.2, CFD3 N7.2,
      PPUN A3, PUCD N5, CPUC N5, LNAM N17.2, PTCD N1, DWDT D10, ORQA N17.6, ADQA N17.6, TNQA N17.6, RVQA N17.6,
      RCDT D10, CAQA N17.6, RJQA N17.6, SDQA N17.6, IVQA N17.6, IDAT D10, PLPN N7, PLPS N3, PURC A10, BUYE A10,
      GRMT A3, PACT A6, TXID N13, ECVE A4, OURR A10, OURT A1, VTCD N2, ATNR N17.2, RORC N1, RORN A10, RORL N6,
      RORX N3, PRIP A1, IRCV A20, PROD A10, SDPC N7.2, MODL A3, TEDL A3, TEL1 A36, HAFE A6, TIHM N4, UNMS A3,
      ORQT N17.6, LOCD A3, CUPR N19.6, PUQT N17.6, SAAM N17.2, RVQT N17.6, CFQT N17.6, CUCP N19.6, DUPL N1,
      DUPO A10, TRRC N1, TRRN A10, TRRL N6, TRRX N3, RASN A10, PIAD A6, SDES A10, CIAD A6, CDES A10, WSCA A6,
      OWHL A3, OFCI A3, ORAD A6`,
  }),
};
