import { declareFields } from '../declare-fields.js';

/** Divisions of a company. */
export const mns100mi = {
  LstDivisions: declareFields({
    description: 'List divisions',
    mandatory: 'CONO N3',
    optional: 'DIVI A3',
    output: `
      CONO N3, DIVI A3, TX15 A15, FACI A3, FACN A30, WHLO A3, WHNM A36`,
  }),
};
