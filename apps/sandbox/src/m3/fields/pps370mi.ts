import { declareFields } from '../declare-fields.js';

/**
 * Purchase order batch entry. The known field lists give no length for BAOR, HREF, LREF, POAD, SUCE and the text lines: those here
 * are the ones that the field tables use, or a guess. PUNO is no input of AddHead.
 */
export const pps370mi = {
  StartEntry: declareFields({
    description: 'Start entry',
    mandatory: 'BAOR A10',
    output: 'MSGN A15',
  }),
  AddHead: declareFields({
    description: 'Add order head',
    mandatory: 'MSGN A15, FACI A3, WHLO A3, SUNO A10, DWDT D10',
    optional: `
      HREF A20, ORTY A3, CMCO A2, PUDT D10, LNCD A2, CUCD A3, TEPY A3, PYME A3, MODL A3, TEDL A3, TEAF A3,
      TEPA A3, YRE1 A36, PRSU A10, OURR A10, OURT A1, AGNT A10, PURC A10, BUYE A10, FUSC A3, TFNO A16, LRED D10,
      TEL1 A36, DUDT D10, CUTE N1, AGRA N13, PROJ A7, ELNO A8, HAFE A6, USD1 A15, USD2 A15, USD3 A15, USD4 A15,
      USD5 A15, RASN A10`,
    output: 'PUNO A10',
  }),
  AddLine: declareFields({
    description: 'Add order line',
    mandatory: 'MSGN A15, ITNO A15, ORQA N17.6',
    optional: `
      PUNO A10, HREF A20, PNLI N3, LREF A20, FACI A3, WHLO A3, SUNO A10, DWDT D10, SITE A30, PITD A30, PITT A60,
      PROD A10, ECVE A4, REVN A2, ETRF A3, PUPR N17.6, ODI1 N7.2, ODI2 N7.2, ODI3 N7.2, PUUN A3, PPUN A3,
      PUCD N5, PTCD N1, RORC N1, RORN A10, RORL N6, RORX N3, OURR A10, OURT A1, PRIP A1, FUSC A3, PURC A10,
      BUYE A10, TERE A3, GRMT A3, IRCV A20, PACT A6, VTCD N2, ACRF A8, COCE A10, CSNO A16, ECLC A2, VRCD A2,
      PROJ A7, ELNO A8, CPRI A5, HAFE A6, TAXC A3, TIHM N4, MSTN N10, UPCK N1, USD1 A15, USD2 A15, USD3 A15,
      USD4 A15, USD5 A15, ORCO A3, GEOC N9, TRRC N1, TRRN A10, TRRL N6, TRRX N3, RASN A10, PIAD A6, ORAD A6`,
    output: 'PUNO A10, PNLI N3',
  }),
  AddAccString: declareFields({
    description: 'Add accounting string',
    mandatory: 'MSGN A15',
    optional: `
      PUNO A10, HREF A20, PNLI N3, LREF A20, SUNO A10, AIT1 A10, AIT2 A10, AIT3 A10, AIT4 A10, AIT5 A10,
      AIT6 A10, AIT7 A10`,
  }),
  AddText: declareFields({
    description: 'Add text',
    mandatory: 'MSGN A15',
    optional: `
      PUNO A10, HREF A20, PNLI N3, LREF A20, SUNO A10, TXVR A10, SQNR N2, TX40 A40, TXT1 A60, TXT2 A60,
      TXT3 A60, TXT4 A60, TXT5 A60`,
  }),
  AddAddress: declareFields({
    description: 'Add address',
    mandatory: 'MSGN A15, POAD N2',
    optional: `
      PUNO A10, HREF A20, PNLI N3, LREF A20, SUNO A10, CONM A36, ADR1 A36, ADR2 A36, ADR3 A36, ADR4 A36, TOWN A20,
      ECAR A2, PONO A10, CSCD A3, USD1 A15, USD2 A15, USD3 A15, USD4 A15, USD5 A15, FRCO A7`,
  }),
  AddCharge: declareFields({
    description: 'Add charge',
    mandatory: 'MSGN A15, SUCE A6',
    optional: `
      SUNO A10, PUNO A10, HREF A20, PNLI N3, LREF A20, CDSE N4, CEVA N17.6, OVHE N17.6, USD1 A15, USD2 A15,
      USD3 A15, USD4 A15, USD5 A15`,
  }),
  FinishEntry: declareFields({
    description: 'Finish entry',
    mandatory: 'MSGN A15',
  }),
  DeleteEntry: declareFields({
    description: 'Delete entry',
    mandatory: 'MSGN A15',
  }),
};
