import { z } from 'zod';
import { toCode } from '../code-text.js';

/** The tables that turn Coupa's words into M3's. A closed list: a table that no rule reads would be a silent mistake. */
export const mappingTables = [
  'unit',
  'payment-term',
  'ship-to',
  'warehouse',
  'company',
  'commodity',
  'accounting',
  'cost-centre',
  'tax-code',
] as const;
export const MappingTable = z.enum(mappingTables);
export type MappingTable = z.infer<typeof MappingTable>;

/** A cell of a row, as the person meant it who typed it. */
const cell = (missing: string) => z.string(missing).overwrite(toCode);

const code = (meaning: string, longest: number) =>
  cell(`is missing: ${meaning}`)
    .min(1, `is empty: ${meaning}`)
    .max(longest, `has more than ${longest} characters: ${meaning}`)
    .regex(/^(?!\?+$)/, `must not be ? alone, which M3 reads as an empty field: ${meaning}`);

/** Where the value of an accounting dimension comes from: `segment-3`, `segment-3:cost-centre` (translated), or `=4711` (always this). */
const source = z
  .string()
  .overwrite(toCode)
  .regex(
    /^(segment-([1-9]|1\d|20)(:cost-centre)?|=(?!\?+$)\S{1,10})$/,
    'must be segment-1 to segment-20, with :cost-centre where that table translates it, or = and a fixed value',
  )
  .optional();

const company = (meaning: string) =>
  cell(`is missing: ${meaning}`).regex(/^\d{1,3}$/, `must be one to three digits: ${meaning}`);

/** The columns of each table, M3's short name in brackets where it is one. */
export const mappingValues = {
  /** Coupa `uom.code` → M3 unit (PUUN), and the decimals that the unit allows. */
  unit: z.object({
    unit: code('M3’s unit (PUUN)', 3),
    decimals: cell('is missing: how many decimals the unit allows, 0 to 9').regex(
      /^\d$/,
      'must be one digit: how many decimals the unit allows, 0 to 9',
    ),
  }),
  /** Coupa `payment-term.code` → M3 payment terms (TEPY). */
  'payment-term': z.object({ paymentTerms: code('M3’s payment terms (TEPY)', 3) }),
  /** Coupa `ship-to-address.location-code`, or `(one-off) <company>/<division>` → M3 warehouse (WHLO) and facility (FACI). */
  'ship-to': z.object({ warehouse: code('M3’s warehouse (WHLO)', 3), facility: code('M3’s facility (FACI)', 3) }),
  /**
   * Coupa `receiving-warehouse.name` of a line → M3 warehouse (WHLO) and facility (FACI), and the company and division
   * that the warehouse belongs to, where lines might name one of another.
   */
  warehouse: z.object({
    warehouse: code('M3’s warehouse (WHLO)', 3),
    facility: code('M3’s facility (FACI)', 3),
    company: company('M3’s company (CONO)').optional(),
    division: cell('is missing: M3’s division (DIVI)')
      .max(3, 'has more than 3 characters: M3’s division (DIVI)')
      .optional(),
  }),
  /** Coupa chart of accounts (`account-type.name`) → M3 company (CONO) and division (DIVI). */
  company: z.object({
    company: company('M3’s company (CONO)'),
    division: cell('is missing: M3’s division (DIVI), which may be empty').max(
      3,
      'has more than 3 characters: M3’s division (DIVI)',
    ),
  }),
  /** Coupa `commodity.name` → the item (ITNO) that stands for it in M3. */
  commodity: z.object({ item: code('M3’s item (ITNO)', 15) }),
  /** Coupa chart of accounts (`account-type.name`) → which of its segments feed M3's accounting dimensions (AIT1 … AIT7). */
  accounting: z.object({
    dimension1: source,
    dimension2: source,
    dimension3: source,
    dimension4: source,
    dimension5: source,
    dimension6: source,
    dimension7: source,
  }),
  /** A value of a Coupa segment → M3's code in that dimension. */
  'cost-centre': z.object({ code: code('M3’s code in the accounting dimension', 10) }),
  /** Whatever a line of Coupa's says its tax is → M3's VAT code (VTCD). */
  'tax-code': z.object({
    taxCode: cell('is missing: M3’s VAT code (VTCD)').regex(
      /^\d{1,2}$/,
      'must be one or two digits: M3’s VAT code (VTCD)',
    ),
  }),
} as const satisfies Record<MappingTable, z.ZodObject>;

/** What a row says from a day on; without `validFrom` it has always said so. */
export const MappingVersion = z.object({
  validFrom: z.iso.date().optional(),
  value: z.record(z.string(), z.string()),
});
export type MappingVersion = z.infer<typeof MappingVersion>;

/** One row of a mapping table. Key of the message: `<table>/<key>`. Codes are compared as {@link toCode} reads them; case counts. */
export const Mapping = z.object({
  table: MappingTable,
  key: z.string().min(1).max(255),
  /** The version that was valid when the row was written. */
  value: z.record(z.string(), z.string()),
  /** All versions, the oldest first. A row without them says `value` on every day. */
  versions: z.array(MappingVersion).min(1).optional(),
  updatedAt: z.iso.datetime(),
  updatedBy: z.string(),
  removed: z.literal(true).optional(),
});
export type Mapping = z.infer<typeof Mapping>;

/** Whoever writes a row and whoever looks it up comes to the same key, however either of them typed the code. */
export const mappingKey = (table: MappingTable, key: string): string => `${table}/${toCode(key)}`;

/** What a row says on a day (`yyyy-MM-dd`), or nothing where it is not valid yet. */
export function mappingOn(row: Pick<Mapping, 'value' | 'versions'>, day: string): MappingVersion['value'] | undefined {
  const versions = row.versions ?? [{ value: row.value }];
  return versions.findLast(({ validFrom }) => validFrom === undefined || validFrom <= day)?.value;
}
