import { z } from 'zod';
import { openEnum } from '../open-enum.js';
import { customFields, type CoupaFields } from './fields.js';
import { helpfulField, optionalField } from './optional-field.js';
import { CodeField, TextField } from './field-values.js';

/**
 * A supplier as Coupa's API returns it, the fields that Sluice reads; others are kept as they came. `number` is where the
 * number of M3 lives.
 */
export const CoupaSupplier = z.looseObject({
  id: z.union([z.number().int(), z.string()], { error: 'is no id' }).transform(String),
  name: TextField,
  number: optionalField(CodeField),
  status: openEnum(['active', 'inactive', 'draft']),
  'updated-at': helpfulField(TextField),
  'updated-by': helpfulField(z.looseObject({ login: helpfulField(TextField) })),
});
export type CoupaSupplier = z.infer<typeof CoupaSupplier>;

/** The fields of a supplier that are asked of Coupa. */
export const supplierFields: CoupaFields = [
  'id',
  'name',
  'number',
  'status',
  'on_hold',
  'updated_at',
  { updated_by: ['login'] },
  { payment_term: ['code'] },
  customFields,
];
