import { z } from 'zod';
import { customFields, type CoupaFields } from './fields.js';
import { optionalField } from './optional-field.js';
import { openEnum } from '../open-enum.js';

/** A supplier as Coupa's API returns it, the fields that Sluice reads. `number` is where the number of M3 lives. */
export const CoupaSupplier = z.looseObject({
  id: z.union([z.number().int(), z.string()]).transform(String),
  name: z.string().min(1),
  number: optionalField(z.string()),
  status: openEnum(['active', 'inactive', 'draft']),
  'on-hold': optionalField(z.boolean()),
  'updated-at': optionalField(z.string()),
  'updated-by': optionalField(z.looseObject({ login: optionalField(z.string()) })),
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
