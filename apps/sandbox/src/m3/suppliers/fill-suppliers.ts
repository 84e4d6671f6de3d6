import { z } from 'zod';
import type { M3World } from '../m3-world.js';
import type { Change } from './change-stamp.js';
import { typeSupplier } from './type-supplier.js';

const LONGEST_NUMBER = 10;

/** Many suppliers at once: `{ "cono": 100, "count": 2000, "prefix": "L", "from": 100000 }` makes L100000 to L101999. */
export const SupplierFill = z
  .strictObject({
    cono: z.number().int().min(1).max(999),
    count: z.number().int().min(1).max(100_000),
    prefix: z.string().max(9).default(''),
    from: z.number().int().min(0).default(1),
    /** Fields that each of them has; others are those that a supplier cannot do without. */
    fields: z.record(z.string(), z.string()).default({}),
  })
  .refine(({ prefix, from, count }) => `${prefix}${from + count - 1}`.length <= LONGEST_NUMBER, {
    path: ['from'],
    error: `a supplier number has ${LONGEST_NUMBER} characters at most`,
  });

/**
 * Each has a name, an address and a contact of its own, and the first country, currency and payment terms that M3 knows.
 *
 * @returns the first and the last number
 */
export function fillSuppliers(m3: M3World, fill: z.output<typeof SupplierFill>, change: Change): object {
  const { cono, count, prefix, from, fields } = fill;
  const { countries, currencies, paymentTerms } = m3.master;
  const CSCD = fields['CSCD'] ?? countries.of(cono)[0]?.CSCD ?? 'BE';
  const CUCD = currencies.of(cono)[0]?.CUCD ?? 'EUR';
  const [terms] = paymentTerms.of(cono);
  const numbers = Array.from({ length: count }, (_, index) => `${prefix}${from + index}`);
  for (const SUNO of numbers) {
    const typed = {
      SUNM: `Supplier ${SUNO}`,
      SUTY: '0',
      CSCD,
      CUCD,
      ...(terms && { TEPY: terms.TEPY }),
      ...fields,
      addresses: [{ ADTE: '1', ADID: 'MAIN', ADR1: `Quay ${SUNO}`, TOWN: 'Ghent', PONO: '9000', CSCD }],
      references: [{ RFTY: '10', RFID: 'MAIN', YRE1: `Ann Clerk ${SUNO}`, EMAL: `${SUNO.toLowerCase()}@example.com` }],
    };
    typeSupplier(m3, { cono, SUNO }, typed, change);
  }
  return { count, from: numbers[0], to: numbers.at(-1) };
}
