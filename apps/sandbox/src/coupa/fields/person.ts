import { declareObject } from './declare-object.js';
import { trail } from './trail.js';

/** Of a supplier; no user. */
export const contact = declareObject({
  ...trail,
  active: 'boolean',
  email: 'text 255',
  'name-additional': 'text 255',
  'name-family': 'text 255',
  'name-fullname': 'text 255',
  'name-given': 'text 255',
  'name-prefix': 'text 255',
  'name-suffix': 'text 255',
  notes: 'text 65535',
  'phone-fax': 'any',
  'phone-mobile': 'any',
  'phone-work': 'any',
  photo: 'text 255',
  purposes: 'any',
});

/** Who works in Coupa, as other objects show it. */
export const user = declareObject({
  id: 'integer',
  'avatar-thumb-url': 'text 255',
  'created-at': 'time',
  email: 'text 255',
  'employee-number': 'text 255',
  firstname: 'text 40',
  fullname: 'text 255',
  lastname: 'text 40',
  login: 'text 255',
  'salesforce-id': 'text 255',
  'updated-at': 'time',
});
