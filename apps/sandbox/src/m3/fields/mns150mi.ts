import { declareFields } from '../declare-fields.js';

/** The user as whom the calls are made. */
export const mns150mi = {
  GetUserData: declareFields({
    description: 'Select Users',
    optional: 'USID A10',
    output: `
      CONO N3, DIVI A3, LANC A2, DTFM A3, DCFM A1, TIZO A5, FACI A3, WHLO A3, CUNO A10, DEPT A8, TX40 A40,
      CONM A40, MNVR A10, DFMN A10, USID A10, NAME A36, EQAL A10, USTA A2, EMAL A60, USTP A10, EUID A256,
      PHNO A16, TFNO A16, FRF6 A30, FRF7 A30, FRF8 N17, FADT D10, LADT D10`,
  }),
};
