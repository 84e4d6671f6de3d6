import { z } from 'zod';
import { openEnum } from '../open-enum.js';
import { customFields, type CoupaFields } from './fields.js';
import { helpfulField, optionalField } from './optional-field.js';
import { CodeField, TextField } from './field-values.js';

const Coded = z.looseObject({ code: optionalField(CodeField) });
const Flag = z.union([z.boolean(), z.enum(['true', 'false']).transform((text) => text === 'true')]);

const Address = z.looseObject({
  name: helpfulField(TextField),
  street1: optionalField(TextField),
  street2: optionalField(TextField),
  street3: optionalField(TextField),
  street4: optionalField(TextField),
  city: optionalField(TextField),
  state: optionalField(TextField),
  'state-iso-code': helpfulField(CodeField),
  'postal-code': optionalField(CodeField),
  country: optionalField(Coded),
  'vat-number': optionalField(CodeField),
  'local-tax-number': optionalField(CodeField),
});
export type CoupaSupplierAddress = z.infer<typeof Address>;

const Contact = z.looseObject({
  'name-given': optionalField(TextField),
  'name-family': optionalField(TextField),
  email: optionalField(TextField),
  'phone-work': optionalField(z.union([TextField, z.looseObject({ number: optionalField(TextField) })])),
});
export type CoupaSupplierContact = z.infer<typeof Contact>;

const RemitTo = z.looseObject({
  'remit-to-code': optionalField(CodeField),
  'external-src-ref': optionalField(CodeField),
  active: helpfulField(Flag),
});

/**
 * A supplier as Coupa's API returns it, the fields that Sluice reads; others are kept as they came. `number` is where the
 * number of M3 lives.
 */
export const CoupaSupplier = z.looseObject({
  id: z.union([z.number().int(), z.string()], { error: 'is no id' }).transform(String),
  name: TextField,
  number: optionalField(CodeField),
  status: openEnum(['active', 'inactive', 'draft']),
  'on-hold': helpfulField(Flag),
  'one-time-supplier': helpfulField(Flag),
  'tax-id': optionalField(CodeField),
  'tax-code': optionalField(Coded),
  'account-number': optionalField(CodeField),
  'payment-term': optionalField(Coded),
  'shipping-term': optionalField(Coded),
  'default-locale': helpfulField(CodeField),
  commodity: helpfulField(z.looseObject({ name: helpfulField(CodeField) })),
  'content-groups': helpfulField(z.array(z.looseObject({ name: helpfulField(CodeField) }))),
  'primary-address': optionalField(Address),
  'primary-contact': optionalField(Contact),
  'po-email': optionalField(TextField),
  'remit-to-addresses': optionalField(z.array(RemitTo)),
  'created-at': helpfulField(TextField),
  'updated-at': helpfulField(TextField),
  'updated-by': helpfulField(z.looseObject({ login: helpfulField(TextField) })),
});
export type CoupaSupplier = z.infer<typeof CoupaSupplier>;

const addressFields: CoupaFields = [
  'name',
  'street1',
  'street2',
  'street3',
  'street4',
  'city',
  'state',
  'state_iso_code',
  'postal_code',
  { country: ['code'] },
  'vat_number',
  'local_tax_number',
];

/** The fields of a supplier that are asked of Coupa. Never those that hold secrets (`cxml-*`, `coupa-connect-secret`). */
export const supplierFields: CoupaFields = [
  'id',
  'name',
  'number',
  'status',
  'on_hold',
  'one_time_supplier',
  'tax_id',
  { tax_code: ['code'] },
  'account_number',
  { payment_term: ['code'] },
  { shipping_term: ['code'] },
  'default_locale',
  { commodity: ['name'] },
  { content_groups: ['name'] },
  { primary_address: addressFields },
  { primary_contact: ['name_given', 'name_family', 'email', { phone_work: {} }] },
  'po_email',
  { remit_to_addresses: ['remit_to_code', 'external_src_ref', 'active'] },
  'created_at',
  'updated_at',
  { updated_by: ['login'] },
  customFields,
];
