import { declareFields } from '../declare-fields.js';

/** Authority of the user as whom the calls are made. */
export const autchkmi = {
  ChkAuthority: declareFields({
    description: 'Check authority',
    optional: 'APGM A10',
    output: `
      ALPG N1, ALO1 N1, ALO2 N1, ALO3 N1, ALO4 N1, ALO5 N1, ALO6 N1, ALO7 N1, ALO8 N1, ALO9 N1, AF01 N1,
      AF02 N1, AF03 N1, AF04 N1, AF05 N1, AF06 N1, AF07 N1, AF08 N1, AF09 N1, AF10 N1, AF11 N1, AF12 N1,
      AF13 N1, AF14 N1, AF15 N1, AF16 N1, AF17 N1, AF18 N1, AF19 N1, AF20 N1, AF21 N1, AF22 N1, AF23 N1,
      AF24 N1, OP90 A90`,
  }),
};
