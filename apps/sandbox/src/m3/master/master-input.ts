import { z } from 'zod';
import { checkRecord, isDate } from '../check-record.js';
import type { Fields } from '../declare-fields.js';
import { fieldLists } from '../fields/field-lists.js';
import { Nok } from '../nok.js';

const cono = z.number().int().min(1).max(999);
/** Left out: the row holds for every company. */
const anyCono = cono.optional();
const code = (length: number): z.ZodString => z.string().min(1).max(length);
const date = z.string().refine(isDate, 'must be a date of the form yyyyMMdd');
const decimals = z.number().int().min(0).max(6);

/** A row may be written as its code alone, and the code under `code` in place of M3's name for it. */
const codeOr = <Row extends z.ZodType<object>>(name: string, row: Row) =>
  z.preprocess((given) => {
    if (typeof given === 'string') return { [name]: given };
    if (typeof given !== 'object' || given === null || !('code' in given)) return given;
    const { code: named, ...rest } = given;
    return { [name]: named, ...rest };
  }, row);

const ofFields =
  (fields: Fields) => (row: Record<string, unknown>, context: z.RefinementCtx<Record<string, unknown>>) => {
    const record = Object.fromEntries(Object.entries(row).filter(([, value]) => typeof value === 'string'));
    try {
      checkRecord(fields, record as Record<string, string>);
    } catch (error) {
      if (!(error instanceof Nok)) throw error;
      context.addIssue({ code: 'custom', path: [error.field], message: error.message });
    }
  };

const { GetAddress, GetBasicData, GetSupplierRef } = fieldLists('CRS620MI').transactions;
const { AddBank } = fieldLists('CRS690MI').transactions;
const { GetUserData } = fieldLists('MNS150MI').transactions;

const SupplierAddress = z
  .object({ ADTE: z.string().default('1'), ADID: z.string(), STDT: z.string().default('20200101') })
  .catchall(z.string())
  .superRefine(ofFields(GetAddress.newer.output));

const SupplierReference = z
  .object({ RFTY: z.string(), RFID: z.string(), YRE1: z.string() })
  .catchall(z.string())
  .superRefine(ofFields(GetSupplierRef.newer.output));

export const Supplier = z
  .object({
    cono,
    SUNO: code(10),
    SUNM: code(36),
    /** 10 is preliminary, 20 (a new supplier's, unless given) definite; orders are taken for 20 only. */
    STAT: code(2).optional(),
    addresses: z.array(SupplierAddress).optional(),
    references: z.array(SupplierReference).optional(),
    /** CopyTemplate makes others of it. */
    template: z.boolean().optional(),
  })
  .catchall(z.string())
  .superRefine(ofFields(GetBasicData.newer.output));

const Item = z.strictObject({
  cono,
  ITNO: code(15),
  ITDS: z.string().max(30).optional(),
  /** 20 is released, and a new item's unless given. */
  STAT: code(2).optional(),
  UNMS: code(3),
  /** Unit of order and of price, if they are not the item's own. */
  PUUN: code(3).optional(),
  PPUN: code(3).optional(),
  warehouses: z.array(code(3)),
});

const Company = z.strictObject({
  cono,
  divisions: z.array(
    z.strictObject({
      divi: code(3),
      facilities: z.array(code(3)),
      warehouses: z.array(z.strictObject({ whlo: code(3), faci: code(3) })),
    }),
  ),
});

/** The master data that an M3 must hold before it takes an order. What is put is merged into what is there. */
export const MasterInput = z.strictObject({
  companies: z.array(Company).default([]),
  suppliers: z.array(Supplier).default([]),
  items: z.array(Item).default([]),
  orderTypes: z
    .array(
      codeOr(
        'ORTY',
        z.strictObject({
          cono: anyCono,
          ORTY: code(3),
          /** Status of a new order: 15 is an order, 10 to 14 one that M3 holds back. */
          PUSL: z.enum(['10', '11', '12', '13', '14', '15']).default('15'),
          /** Where its orders have their number from: M3's series, the caller, or whichever of them gives one. */
          numbers: z.enum(['series', 'own', 'either']).default('either'),
        }),
      ),
    )
    .default([]),
  units: z
    .array(codeOr('UNIT', z.strictObject({ cono: anyCono, UNIT: code(3), decimals: decimals.default(0) })))
    .default([]),
  currencies: z
    .array(
      codeOr(
        'CUCD',
        z.strictObject({
          cono: anyCono,
          CUCD: code(3),
          /** Of amounts. */
          decimals: decimals.default(2),
          /** Of prices: which ones M3 takes is the tenant's. */
          priceDecimals: decimals.default(4),
        }),
      ),
    )
    .default([]),
  paymentTerms: z.array(codeOr('TEPY', z.strictObject({ cono: anyCono, TEPY: code(3) }))).default([]),
  vatCodes: z
    .array(codeOr('VTCD', z.strictObject({ cono: anyCono, VTCD: z.string().regex(/^[1-9]\d?$/) })))
    .default([]),
  paymentMethods: z.array(codeOr('PYME', z.strictObject({ cono: anyCono, PYME: code(3) }))).default([]),
  deliveryTerms: z.array(codeOr('TEDL', z.strictObject({ cono: anyCono, TEDL: code(3) }))).default([]),
  deliveryMethods: z.array(codeOr('MODL', z.strictObject({ cono: anyCono, MODL: code(3) }))).default([]),
  languages: z.array(codeOr('LNCD', z.strictObject({ cono: anyCono, LNCD: code(2) }))).default([]),
  countries: z.array(codeOr('CSCD', z.strictObject({ cono: anyCono, CSCD: code(3) }))).default([]),
  /** A country of which no state is put takes any. */
  states: z.array(z.strictObject({ cono: anyCono, CSCD: code(3), ECAR: code(2) })).default([]),
  /** Left out, DIVI: the bank is there for every division. */
  banks: z
    .array(
      z
        .object({ cono: anyCono, BKNO: code(8), DIVI: code(3).optional() })
        .catchall(z.string())
        .superRefine(ofFields(AddBank.newer.input)),
    )
    .default([]),
  /** What CRS165MI counts on in: numbers of ten characters at most, the prefix included. */
  numberSeries: z
    .array(
      z
        .strictObject({
          cono: anyCono,
          NBTY: code(2),
          NBID: code(1),
          /** Left out: the series of every division that has none of its own. */
          DIVI: code(3).optional(),
          prefix: z.string().max(9).default(''),
          from: z.number().int().min(0).default(1),
          to: z.number().int().max(9_999_999_999).optional(),
        })
        .refine(({ prefix, from, to }) => `${prefix}${to ?? from}`.length <= 10, {
          path: ['from'],
          error: 'a number has ten characters at most',
        }),
    )
    .default([]),
  batchOrigins: z
    .array(
      codeOr(
        'BAOR',
        z.strictObject({
          cono: anyCono,
          BAOR: code(10),
          /** PPS090, parameter 20: 1 stops at status 20 and waits for a person, 2 goes on to the order. */
          automation: z.union([z.literal(1), z.literal(2)]).default(2),
        }),
      ),
    )
    .default([]),
  accounts: z
    .array(
      z.strictObject({
        cono: anyCono,
        /** Accounting dimension; 1 is the account. */
        AITP: z.number().int().min(1).max(7),
        AITM: code(10),
        /** Left out: the identity holds for every division. */
        DIVI: code(3).optional(),
        TX40: z.string().max(40).optional(),
        blocked: z.boolean().default(false),
        /** First and last day on which it is valid. */
        VFDT: date.optional(),
        VTDT: date.optional(),
      }),
    )
    .default([]),
  /** The M3 user behind the service account. */
  user: z
    .object({ USID: code(10), CONO: cono.optional() })
    .catchall(z.string())
    .superRefine(ofFields(GetUserData.newer.output))
    .optional(),
  /** Programs for which that user has no authority; what is put replaces what was there. */
  deniedPrograms: z.array(code(10)).optional(),
});

export type MasterInput = z.output<typeof MasterInput>;
export type SupplierRow = z.output<typeof Supplier>;
export type PaymentMethodRow = MasterInput['paymentMethods'][number];
export type DeliveryTermsRow = MasterInput['deliveryTerms'][number];
export type DeliveryMethodRow = MasterInput['deliveryMethods'][number];
export type LanguageRow = MasterInput['languages'][number];
export type CountryRow = MasterInput['countries'][number];
export type StateRow = MasterInput['states'][number];
export type BankRow = MasterInput['banks'][number];
export type NumberSeriesRow = MasterInput['numberSeries'][number];
export type ItemRow = MasterInput['items'][number];
export type OrderTypeRow = MasterInput['orderTypes'][number];
export type UnitRow = MasterInput['units'][number];
export type CurrencyRow = MasterInput['currencies'][number];
export type PaymentTermRow = MasterInput['paymentTerms'][number];
export type VatCodeRow = MasterInput['vatCodes'][number];
export type BatchOriginRow = MasterInput['batchOrigins'][number];
export type AccountRow = MasterInput['accounts'][number];
