import { defineProgram } from '../program.js';
import { findOrder } from './find-order.js';

export const pps001mi = defineProgram('PPS001MI', {
  GetHeadBasic: (call, m3) => [findOrder(call, m3).head],
});
