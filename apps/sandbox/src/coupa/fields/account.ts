import { declareObject } from './declare-object.js';
import { trail } from './trail.js';

const segments = Object.fromEntries(Array.from({ length: 20 }, (_, index) => [`segment-${index + 1}`, 'text 100']));

export const account = declareObject({
  ...trail,
  ...segments,
  'account-type': 'object account-type',
  'account-type-id': 'integer',
  active: 'boolean',
  code: 'text 1024',
  name: 'text 1024',
});

export const accountType = declareObject({
  ...trail,
  active: 'boolean',
  currency: 'object currency',
  'dynamic-flag': 'boolean',
  'legal-entity-name': 'text 255',
  name: 'text 50',
  'primary-address': 'object address',
  'primary-contact': 'object contact',
});

export const accountAllocation = declareObject({
  ...trail,
  account: 'object account',
  amount: 'decimal 32,4',
  pct: 'decimal 16,10',
  period: 'any',
});
