import { z } from 'zod';

/** The tables that turn Coupa's words into M3's. A closed list: a table that no rule reads would be a silent mistake. */
export const mappingTables = ['unit', 'payment-term', 'ship-to', 'company', 'commodity'] as const;
export const MappingTable = z.enum(mappingTables);
export type MappingTable = z.infer<typeof MappingTable>;

/** The columns of each table, M3's short name in brackets where it is one. */
export const mappingValues = {
  /** Coupa `uom.code` → M3 unit (PUUN), and the decimals that the unit allows. */
  unit: z.object({ unit: z.string().min(1).max(3), decimals: z.string().regex(/^\d$/) }),
  /** Coupa `payment-term.code` → M3 payment terms (TEPY). */
  'payment-term': z.object({ paymentTerms: z.string().min(1).max(3) }),
  /** Coupa `ship-to-address.location-code` → M3 warehouse (WHLO) and facility (FACI). */
  'ship-to': z.object({ warehouse: z.string().min(1).max(3), facility: z.string().min(1).max(3) }),
  /** Coupa chart of accounts (`account-type.name`) → M3 company (CONO) and division (DIVI). */
  company: z.object({ company: z.string().regex(/^\d{1,3}$/), division: z.string().max(3) }),
  /** Coupa `commodity.name` → the item (ITNO) that stands for it in M3. */
  commodity: z.object({ item: z.string().min(1).max(15) }),
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
