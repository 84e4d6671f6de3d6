import { declareFields } from '../declare-fields.js';

/**
 * Reads of purchase orders. No public list shows how long SearchHead's query may be: it has the length that other search
 * transactions have. In the addresses S is the supplier, V the one via whom goods come, I who gets the invoice, D where the
 * goods are delivered.
 */
export const pps200mi = {
  SearchHead: declareFields({
    description: 'Search Purchase Order Head',
    mandatory: 'SQRY A120',
    output: `
      DIVI A3, PUNO A10, WHLO A3, SUNO A10, PUSL A2, PUST A2, PUDT D10, BUYE A10, FACI A3, ORTY A3, POTC A2,
      PURC A10, PGNM A10, FILE A10, KSTR A480`,
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
  GetAddresses: declareFields({
    description: 'Get Purchase Order Addresses',
    mandatory: 'PUNO A10',
    optional: 'CONO N3',
    output: `
      CONO N3, PUNO A10, SAK2 A3, SAK3 A3, SNAM A36, SAD1 A36, SAD2 A36, SAD3 A36, SAD4 A36, VAK2 A3, VAK3 A3,
      VNAM A36, VAD1 A36, VAD2 A36, VAD3 A36, VAD4 A36, INAM A36, IAD1 A36, IAD2 A36, IAD3 A36, IAD4 A36, DAK2 A3,
      DAK3 A3, DNAM A36, DAD1 A36, DAD2 A36, DAD3 A36, DAD4 A36, STOW A20, SECA A2, SPON A10, SCSC A3, VTOW A20,
      VECA A2, VPON A10, VCSC A3, ITOW A20, IECA A2, IPON A10, ICSC A3, DTOW A20, DECA A2, DPON A10, DCSC A3,
      SFRC A7, VFRC A7, IFRC A7, DFRC A7`,
  }),
  GetDelAddress: declareFields({
    description: 'Get Delivery Address',
    mandatory: 'PUNO A10, PNLI N3',
    optional: 'CONO N3',
    output: `
      CONO N3, PUNO A10, PNLI N3, VAK2 A3, VAK3 A3, VNAM A36, VAD1 A36, VAD2 A36, VAD3 A36, VAD4 A36, DAK2 A3,
      DAK3 A3, DNAM A36, DAD1 A36, DAD2 A36, DAD3 A36, DAD4 A36, VTOW A20, VECA A2, VPON A10, VCSC A3, DTOW A20,
      DECA A2, DPON A10, DCSC A3, VFRC A7, DFRC A7`,
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
