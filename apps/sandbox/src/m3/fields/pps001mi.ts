import { declareFields } from '../declare-fields.js';

/** Purchase orders, as other programs see them. */
export const pps001mi = {
  GetHeadBasic: declareFields({
    description: 'Retrieve Purchase order header basic information',
    mandatory: 'PUNO A10',
    optional: 'CONO N3',
    output: `
      CONO N3, DIVI A3, FACI A3, WHLO A3, PUNO A10, ORTY A3, POTC A2, PUSL A2, SLDT D10, PUST A2, SCDT D10,
      CMCO A2, PUDT D10, SUNO A10, LNCD A2, CUCD A3, TEPY A3, MODL A3, TEDL A3, TEAF A3, TEPA A3, RFID A10,
      YRE1 A36, DWDT D10, PURC A10, BUYE A10, TFNO A16, TEL1 A36, HAFE A6, RASN A10, EXAT N1, FUSC A3`,
  }),
};
