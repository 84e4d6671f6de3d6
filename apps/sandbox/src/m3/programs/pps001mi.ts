import { pps001mi as fields } from '../fields/pps001mi.js';
import { defineProgram } from '../program.js';
import { findOrder } from './find-order.js';

export const pps001mi = defineProgram({ name: 'PPS001MI', description: 'Purchase order interface' }, fields, {
  GetHeadBasic: (call, m3) => [findOrder(call, m3).head],
});
