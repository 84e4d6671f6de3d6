import { declareObject } from './declare-object.js';
import { trail } from './trail.js';

const term = {
  ...trail,
  active: 'boolean',
  'active?': 'text 255',
  code: 'text 255',
  'content-groups': 'list business-group',
};

export const paymentTerm = declareObject({
  ...term,
  'days-for-discount-payment': 'integer',
  'days-for-net-payment': 'integer',
  description: 'text 255',
  'discount-cutoff-day': 'integer',
  'discount-due-day': 'integer',
  'discount-due-month': 'integer',
  'discount-rate': 'any',
  'net-cutoff-day': 'integer',
  'net-due-day': 'integer',
  'net-due-month': 'integer',
  type: 'one DaysAfterNetPaymentTerm|SpecificDayPaymentTerm|BaseEomToDaysPaymentTerm|DaysToBaseEomPaymentTerm',
});

export const shippingTerm = declareObject({ ...term, description: 'text 65535' });

export const taxCode = declareObject({
  ...trail,
  active: 'boolean',
  code: 'text 255',
  country: 'object country',
  description: 'text 255',
  'effective-date': 'time',
  percentage: 'any',
  'tax-rate': 'any',
});
