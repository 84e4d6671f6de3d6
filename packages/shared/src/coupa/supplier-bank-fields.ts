import { z } from 'zod';
import type { CoupaFields } from './fields.js';

/**
 * What Coupa's supplier may say of its bank account. Coupa's API has no bank details of its own, so an installation says where
 * its own fields are.
 */
export const bankParts = ['iban', 'bank', 'holder', 'currency', 'country'] as const;
export type BankPart = (typeof bankParts)[number];

/** The names of the fields that lead to a part, as Coupa's JSON has them; of a list, its first active element is meant. */
export type SupplierBankFields = Readonly<Partial<Record<BankPart, readonly string[]>>> & {
  readonly iban: readonly string[];
};

const isPart = (name: string): name is BankPart => bankParts.some((part) => part === name);

/** `iban=custom-fields.iban,bank=custom-fields.bank-number`; empty where bank accounts are not sent. */
export const SupplierBankFields = z
  .string()
  .default('')
  .transform((written, context): SupplierBankFields | undefined => {
    const wrong = (message: string): undefined => void context.addIssue({ code: 'custom', message });
    if (written.trim() === '') return undefined;
    const fields: Partial<Record<BankPart, readonly string[]>> = {};
    for (const one of written.split(',').map((entry) => entry.trim())) {
      const [part = '', path = '', ...more] = one.split('=').map((text) => text.trim());
      if (!isPart(part))
        return wrong(`"${one}" must begin with one of ${bankParts.map((name) => `${name}=`).join(' ')}`);
      if (fields[part] !== undefined) return wrong(`${part}= stands there twice`);
      if (more.length > 0 || !/^[A-Za-z][\w-]*(\.[A-Za-z][\w-]*)*$/.test(path))
        return wrong(`"${one}" names no field of Coupa’s supplier, such as custom-fields.iban`);
      // Coupa's queries have underscores where its JSON has hyphens; people copy either.
      fields[part] = path.split('.').map((name) => name.replaceAll('_', '-'));
    }
    const { iban } = fields;
    return iban === undefined ? wrong('iban= is missing') : { ...fields, iban };
  });

const queried = (name: string): string => name.replaceAll('-', '_');

/** A list of fields with one more, below those that lead to it, unless it has it already. */
export function withField(fields: CoupaFields, [name, ...rest]: readonly string[]): CoupaFields {
  if (name === undefined) return fields;
  const [field, below] = [queried(name), rest];
  const isThere = fields.some((one) => one === field || (typeof one === 'object' && Object.hasOwn(one, field)));
  if (!isThere) return [...fields, fieldOf(field, below)];
  return fields.map((one) => {
    const inside = typeof one === 'object' ? one[field] : undefined;
    // Otherwise all of it is asked for already.
    return typeof one === 'object' && Array.isArray(inside) ? { ...one, [field]: withField(inside, below) } : one;
  });
}

/** All of the custom fields, as everywhere: their namespace is no object with fields that could be chosen. */
const fieldOf = (field: string, below: readonly string[]): CoupaFields[number] => {
  if (below.length === 0) return field;
  return { [field]: field === 'custom_fields' ? {} : withField([], below) };
};
