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
  'shipping-term',
  'country',
  'state',
  'language',
  'supplier-group',
  'remit-to',
  'coupa-payment-term',
  'coupa-shipping-term',
  'coupa-country',
  'coupa-content-group',
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

/** Written by a person, so tried before it is kept. */
function isPattern(text: string): boolean {
  try {
    return new RegExp(text, 'u').source !== '';
  } catch {
    return false;
  }
}

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
  /** Coupa `shipping-term.code` → M3’s delivery terms (TEDL) and delivery method (MODL). */
  'shipping-term': z.object({
    deliveryTerms: code('M3’s delivery terms (TEDL)', 3),
    deliveryMethod: code('M3’s delivery method (MODL)', 3).optional(),
  }),
  /**
   * Coupa `country.code` (ISO 3166) → M3’s country (CSCD), the field that carries a supplier’s tax number there, and what such
   * a number must look like.
   */
  country: z.object({
    country: code('M3’s country (CSCD)', 3),
    taxField: z.enum(['VRNO', 'TINO', 'CORG'], 'must be VRNO, TINO or CORG').optional(),
    taxPattern: cell('is missing').refine(isPattern, 'is no regular expression').optional(),
    taxRequired: z.enum(['stop', 'warn'], 'must be stop or warn').optional(),
  }),
  /** `<country>-<state>` of Coupa, such as `US-TX` → M3’s state (ECAR). */
  state: z.object({ state: code('M3’s state (ECAR)', 2) }),
  /** Coupa `default-locale` of a supplier → M3’s language (LNCD). */
  language: z.object({ language: code('M3’s language (LNCD)', 2) }),
  /**
   * A group of suppliers in Coupa, or `(default)` → how a supplier is made in M3: the template that it is a copy of (STEM), or,
   * without one, what AddSupplier is told besides what Coupa says.
   */
  'supplier-group': z.object({
    template: code('M3’s template supplier (STEM)', 10).optional(),
    supplierType: code('supplier type (SUTY)', 1).optional(),
    dateFormat: code('date format (DTFM)', 3).optional(),
    orderType: code('order type (ORTY)', 3).optional(),
    dateForTerms: code('which date the terms count from (DT4T)', 1).optional(),
    dateCode: code('date (DTCD)', 1).optional(),
    currency: code('currency (CUCD)', 3).optional(),
    rateType: code('rate type (CRTP)', 2).optional(),
    approval: code('approval of invoices (ATPR)', 1).optional(),
    paymentMethod: code('payment method (PYME)', 3).optional(),
    language: code('language (LNCD)', 2).optional(),
    deliveryTerms: code('delivery terms (TEDL)', 3).optional(),
    deliveryMethod: code('delivery method (MODL)', 3).optional(),
    paymentTerms: code('payment terms (TEPY)', 3).optional(),
    supplierGroup: code('supplier group (SUCL)', 3).optional(),
    further: cell('is missing')
      .regex(/^([A-Z0-9]{4}=[^,;=]{1,36})(;[A-Z0-9]{4}=[^,;=]{1,36})*$/, 'must be FIELD=value, separated by ;')
      .optional(),
  }),
  /** Coupa remit-to `external-src-ref`, else `remit-to-code` → the supplier of M3 who is paid (PRSU). */
  'remit-to': z.object({ payee: code('M3’s supplier who is paid (PRSU)', 10) }),
  /** M3’s payment terms (TEPY) → Coupa `payment-term.code`. */
  'coupa-payment-term': z.object({ paymentTerm: code('Coupa’s payment term', 255) }),
  /** M3’s delivery terms (TEDL) → Coupa `shipping-term.code`. */
  'coupa-shipping-term': z.object({ shippingTerm: code('Coupa’s shipping term', 255) }),
  /** M3’s country (CSCD) → Coupa `country.code` (ISO 3166). */
  'coupa-country': z.object({ country: code('Coupa’s country', 2) }),
  /** M3’s company and division, `<company>/<division>` or `<company>/` → the content group in which Coupa shows its suppliers. */
  'coupa-content-group': z.object({ contentGroup: code('Coupa’s content group', 255) }),
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
