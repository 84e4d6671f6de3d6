import { declareFields } from '../declare-fields.js';

/** Types of purchase orders. */
export const pps095mi = {
  LstOrderType: declareFields({
    description: 'List order types',
    optional: 'ORTY A3, POTC A2',
    output: `
      ORTY A3, POTC A2, TX15 A15, TX40 A40, PSEQ A10, PSQ1 A10, P020 A1, P021 A1, P022 A1, P030 A2, P040 A3,
      P050 A2, P060 N1, P070 N1, P110 N1, P120 N1, P121 N1, P130 N1, P140 N1, P150 N1, P160 N1, P161 N1,
      P170 N1, P175 N1, PTQC N1, P180 N1, P190 N1, P200 N1, P210 N3, P220 N1, P225 N1, P230 N1, P240 N1,
      P250 N1, P260 N1, P280 N1, P290 N1, P320 N1, P330 N1, P340 N1, P341 N1, P350 N3, P360 N1, P370 N1,
      P380 N1, P381 A3, P390 A2, P400 A2, P510 N1, P520 N1, P530 N1, P531 N1, P532 N1, P540 N1, PCKA N1,
      P610 N1, P620 N1, P630 N1, P640 N1, P650 N1, P710 N1, P720 N1, P730 N1, P740 N1, CGRP A10, SEAG N1,
      P770 N1`,
  }),
};
