import { z } from 'zod';

/** The tables that turn Coupa's words into M3's. A closed list: a table that no rule reads would be a silent mistake. */
export const mappingTables = ['unit', 'payment-term', 'ship-to', 'company', 'commodity'] as const;
export const MappingTable = z.enum(mappingTables);
export type MappingTable = z.infer<typeof MappingTable>;

const code = (meaning: string, longest: number) =>
  z
    .string(`is missing: ${meaning}`)
    .min(1, `is empty: ${meaning}`)
    .max(longest, `has more than ${longest} characters: ${meaning}`);

/** The columns of each table, M3's short name in brackets where it is one. */
export const mappingValues = {
  /** Coupa `uom.code` → M3 unit (PUUN), and the decimals that the unit allows. */
  unit: z.object({
    unit: code('M3’s unit (PUUN)', 3),
    decimals: z
      .string('is missing: how many decimals the unit allows, 0 to 9')
      .regex(/^\d$/, 'must be one digit: how many decimals the unit allows, 0 to 9'),
  }),
  /** Coupa `payment-term.code` → M3 payment terms (TEPY). */
  'payment-term': z.object({ paymentTerms: code('M3’s payment terms (TEPY)', 3) }),
  /** Coupa `ship-to-address.location-code` → M3 warehouse (WHLO) and facility (FACI). */
  'ship-to': z.object({ warehouse: code('M3’s warehouse (WHLO)', 3), facility: code('M3’s facility (FACI)', 3) }),
  /** Coupa chart of accounts (`account-type.name`) → M3 company (CONO) and division (DIVI). */
  company: z.object({
    company: z
      .string('is missing: M3’s company (CONO)')
      .regex(/^\d{1,3}$/, 'must be one to three digits: M3’s company (CONO)'),
    division: z
      .string('is missing: M3’s division (DIVI), which may be empty')
      .max(3, 'has more than 3 characters: M3’s division (DIVI)'),
  }),
  /** Coupa `commodity.name` → the item (ITNO) that stands for it in M3. */
  commodity: z.object({ item: code('M3’s item (ITNO)', 15) }),
} as const satisfies Record<MappingTable, z.ZodObject>;

/** One row of a mapping table. Key of the message: `<table>/<key>`. Codes are compared exactly; case counts. */
export const Mapping = z.object({
  table: MappingTable,
  key: z.string().min(1).max(255),
  value: z.record(z.string(), z.string()),
  updatedAt: z.iso.datetime(),
  updatedBy: z.string(),
  removed: z.literal(true).optional(),
});
export type Mapping = z.infer<typeof Mapping>;

export const mappingKey = (table: MappingTable, key: string): string => `${table}/${key}`;
