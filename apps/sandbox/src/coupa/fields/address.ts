import { declareObject } from './declare-object.js';
import { trail } from './trail.js';

const postal = {
  ...trail,
  active: 'boolean',
  city: 'text 255',
  country: 'object country',
  'external-src-name': 'text 255',
  'external-src-ref': 'text 255',
  'local-tax-number': 'text 255',
  name: 'text 255',
  'postal-code': 'text 255',
  state: 'text 255',
  'state-iso-code': 'text 255',
  street1: 'text 255',
  street2: 'text 255',
  street3: 'text 255',
  street4: 'text 255',
  'tax-registrations': 'any',
  'vat-country': 'object country',
  'vat-number': 'text 255',
};

export const address = declareObject({
  ...postal,
  attention: 'text 255',
  'business-group-name': 'text 255',
  'content-groups': 'list business-group',
  'location-code': 'text 255',
  purposes: 'any',
  type: 'text 255',
});

export const remitToAddress = declareObject({ ...postal, 'remit-to-code': 'text 255' });

export const country = declareObject({
  id: 'integer',
  code: 'text 4',
  'created-at': 'time',
  name: 'text 100',
  'translated-name': 'text 255',
  'updated-at': 'time',
});
