import { z } from 'zod';
import { companyTimeZone } from '@sluice/runtime/config/company-time-zone';
import { defineConfig, setting } from '@sluice/runtime/config/define-config';
import { onOff } from '@sluice/runtime/config/on-off';
import { runtimeSettings } from '@sluice/runtime/config/runtime-settings';
import { shortCode } from '@sluice/runtime/config/short-code';
import { wholeNumber } from '@sluice/runtime/config/whole-number';

const wholeNumbers = z
  .string()
  .regex(/^(\d{1,2}(\s*,\s*\d{1,2}){0,6})?$/, 'must be up to seven numbers, comma-separated')
  .default('')
  .transform((list) => (list === '' ? [] : list.split(',').map((number) => Number(number.trim()))))
  .refine((numbers) => numbers.every((number) => number >= 1 && number <= 20), 'Coupa has segments 1 to 20');

/** The day from which orders count, `yyyyMMdd`; nothing where all do. */
const since = z
  .string()
  .trim()
  .refine(
    (written) => written === 'all' || z.iso.date().safeParse(written).success,
    'must be a day such as 2026-03-31, or the word all',
  )
  .transform((written) => (written === 'all' ? '' : written.replaceAll('-', '')));

export const config = defineConfig('po-sync', {
  ...runtimeSettings,
  company: setting('M3_COMPANY', z.string().regex(/^\d{1,3}$/, 'must be one to three digits'), {
    description: 'M3 company (CONO) of orders whose lines carry no chart of accounts.',
    example: '100',
  }),
  division: setting('M3_DIVISION', shortCode(3).optional(), {
    description: 'M3 division (DIVI) that goes with that company; left out where the company alone decides.',
    example: 'AAA',
  }),
  batchOrigin: setting('M3_BATCH_ORIGIN', shortCode(10), {
    description: 'Batch origin (BAOR) of new orders, as defined in PPS090 of M3.',
    example: 'COUPA',
  }),
  orderType: setting('M3_ORDER_TYPE', shortCode(3), {
    description: 'Order type (ORTY) that neither prints nor transmits: Coupa sends the order to the supplier.',
    example: 'CP1',
  }),
  orderNumbers: setting('M3_ORDER_NUMBERS', z.enum(['m3', 'coupa']).default('m3'), {
    description:
      "Who numbers orders in M3: m3 takes the next of M3's series; coupa gives an order its number in Coupa (10 characters), which then can be used once only. The order type must permit it.",
    example: 'm3',
  }),
  timeZone: companyTimeZone,
  ordersSince: setting('ORDERS_SINCE', since, {
    description:
      'Day (in that time zone) from which orders are sent: one made before it in Coupa is ignored unless Sluice sent it already, since M3 has it by other ways. The word all sends every issued order that Coupa holds.',
    example: '2026-03-31',
  }),
  accountingSegments: setting('M3_ACCOUNTING_SEGMENTS', wholeNumbers, {
    description:
      'Segments of Coupa accounts that become accounting dimensions, from dimension 1 on, where a chart of accounts has no row in the mapping accounting; empty: it is waited for.',
    example: '2,3',
  }),
  splitAccounting: setting('M3_SPLIT_ACCOUNTING', z.enum(['split-lines', 'largest']).default('split-lines'), {
    description:
      'A line over several accounts: split-lines makes a line in M3 of each, largest sends the largest and leaves the split to the invoice.',
    example: 'split-lines',
  }),
  amountLines: setting('M3_AMOUNT_LINES', z.enum(['quantity', 'price']).default('quantity'), {
    description:
      'What carries the amount of a line without a quantity: quantity (at price 1) or price (of 1). Its unit is the row (amount) of the mapping unit.',
    example: 'quantity',
  }),
  lineWarehouses: setting(
    'M3_LINE_WAREHOUSES',
    z.enum(['receiving-warehouse', 'as-order']).default('receiving-warehouse'),
    {
      description:
        'Warehouse of a line that has one of its own in Coupa: receiving-warehouse sends it, by the mapping warehouse; as-order leaves all lines with the order.',
      example: 'receiving-warehouse',
    },
  ),
  addressType: setting('M3_DELIVERY_ADDRESS_TYPE', z.string().regex(/^\d$/, 'must be one digit').default('1'), {
    description: 'Address type (POAD) under which M3 keeps a one-off delivery address of an order.',
    example: '1',
  }),
  taxCodesFrom: setting(
    'M3_TAX_CODES_FROM',
    z
      .string()
      .regex(/^([\w-]+(\.[\w-]+)*)?$/, 'must be field names with dots between them')
      .default(''),
    {
      description:
        "Field of Coupa's order lines that becomes M3's VAT code (VTCD) by the mapping tax-code, dots leading deeper; empty leaves the code to M3.",
      example: 'custom-fields.tax-code',
    },
  ),
  buyer: setting('M3_BUYER', shortCode(10).or(z.literal('')).default(''), {
    description: 'Buyer (BUYE) of all orders in M3; empty leaves it to M3.',
    example: 'COUPA',
  }),
  leadTimeDays: setting('M3_LEAD_TIME_DAYS', wholeNumber(0, 999).default(14), {
    description: 'A line without a date is wanted so many days after the order was made.',
    example: '14',
  }),
  pastDates: setting('M3_PAST_DATES', z.enum(['refuse-items', 'send']).default('refuse-items'), {
    description:
      'A line that is wanted before the day on which its order was made: refuse-items asks a person where it carries an item number and sends free text as it is, send sends both.',
    example: 'refuse-items',
  }),
  duplicateWithinMinutes: setting('ORDER_DUPLICATE_WITHIN_MINUTES', wholeNumber(0, 10_080).default(60), {
    description:
      'An order with the same supplier, items and amounts as one made so many minutes before carries a warning; 0: none does.',
    example: '60',
  }),
  orderLookup: setting('ORDER_LOOKUP', z.enum(['search-head', 'none']).default('search-head'), {
    description: 'Whether M3 is searched for an order with our reference before one is created.',
    example: 'search-head',
  }),
  orderLookupQuery: setting(
    'ORDER_LOOKUP_QUERY',
    z
      .string()
      .refine((query) => query.includes('<po-number>'), 'must contain <po-number>')
      .default('YRE1:<po-number>'),
    {
      description: 'What that search asks for; <po-number> stands for the number in Coupa.',
      example: 'YRE1:<po-number>',
    },
  ),
  prechecks: setting('M3_PRECHECKS', onOff.default('on'), {
    description: 'Whether items, warehouse and accounts of an order are looked for in M3 before it is sent; on or off.',
    example: 'on',
  }),
  itemStatusesUsable: setting(
    'M3_ITEM_STATUSES_USABLE',
    z
      .string()
      .regex(/^\d{2}(\s*,\s*\d{2})*$/, 'must be statuses of two digits, comma-separated')
      .default('20')
      .transform((list) => list.split(',').map((status) => status.trim())),
    { description: 'Statuses (STAT) with which M3 lets an item be ordered, comma-separated.', example: '20' },
  ),
  batchMessages: setting('M3_BATCH_MESSAGES', onOff.default('off'), {
    description:
      'Whether M3 tells its service user of batch entries that failed (application message 175): then its words are read from CRS420; on or off.',
    example: 'off',
  }),
  messageLanguage: setting(
    'M3_MESSAGE_LANGUAGE',
    z
      .string()
      .regex(/^([A-Z]{2})?$/, 'must be two capital letters as in M3, such as GB')
      .default(''),
    {
      description:
        "Language (LNCD) of M3's words where it answers the id of a message alone; empty: that of its service user.",
      example: 'GB',
    },
  ),
  writeBack: setting('COUPA_WRITE_BACK', onOff.default('on'), {
    description: 'Whether Coupa is told what became of an order: number, integration history, exported; on or off.',
    example: 'on',
  }),
  orderNumberField: setting('COUPA_ORDER_NUMBER_FIELD', z.string().max(255).default(''), {
    description: "Custom field of an order's head in Coupa that gets M3's order number; empty: none.",
    example: 'erp-po-no',
  }),
  customFieldsAt: setting('COUPA_CUSTOM_FIELDS_AT', z.enum(['custom-fields', 'top-level']).default('custom-fields'), {
    description: "Where Coupa's API has that field: top-level where it was made with the API Global Namespace.",
    example: 'custom-fields',
  }),
  integrationCode: setting('COUPA_INTEGRATION_CODE', z.string().max(255).default(''), {
    description: 'Code of the integration in Coupa under which the history of orders is written; empty: it names none.',
    example: 'PO_TO_M3',
  }),
  markExported: setting('MARK_EXPORTED', onOff.default('on'), {
    description: 'Whether orders that are in M3 get Coupa’s mark exported; off where another consumer uses it.',
    example: 'on',
  }),
});

export type PoSyncConfig = ReturnType<typeof config.parse>;
