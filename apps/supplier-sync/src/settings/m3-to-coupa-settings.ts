import { setting, type ConfigOf } from '@sluice/runtime/config/define-config';
import { wholeNumber } from '@sluice/runtime/config/whole-number';
import { scaleDurations } from '@sluice/runtime/durations';
import { Failure } from '@sluice/shared/failure';
import { z } from 'zod';
import type { M3SupplierSettings } from '../domain/m3-supplier/m3-supplier-settings.js';
import type { ScanSettings } from '../domain/scan/scan-settings.js';
import type { SupplierSettings } from '../domain/supplier/settings.js';

const numbers = z
  .string()
  .default('')
  .transform((written) => [...new Set(written.split(',').map((one) => one.trim()))].filter((one) => one !== ''))
  .refine(
    (all) => all.every((one) => /^[^*]{1,10}$|^[^*]{1,9}\*$/.test(one)),
    'must be numbers of up to ten characters, comma-separated; a * only at the end',
  );

/** What the environment says of suppliers that come from M3. */
export const m3ToCoupaSettings = {
  scanEverySeconds: setting('M3_SUPPLIER_SCAN_INTERVAL', wholeNumber(10, 86_400).default(60), {
    description: 'Every so many seconds M3 is asked which suppliers were changed there, where SUPPLIER_SYNC is both.',
    example: '60',
  }),
  scanOverlapSeconds: setting('M3_SUPPLIER_SCAN_OVERLAP', wholeNumber(60, 604_800).default(600), {
    description:
      'So many seconds before the last time M3 is asked from: more than its clock and that of Sluice’s database differ, and than a change there may take to be listed.',
    example: '600',
  }),
  scanPageSize: setting('M3_SUPPLIER_PAGE_SIZE', wholeNumber(10, 1_000).default(100), {
    description: 'So many suppliers M3 is asked for at once, changed ones and all of them every night.',
    example: '100',
  }),
  newInM3: setting('SUPPLIERS_NEW_IN_M3', z.enum(['leave', 'create']).default('leave'), {
    description:
      'A supplier that is new or changed in M3 and linked to none of Coupa’s: leave leaves it to a person (sluice suppliers match), create makes it in Coupa where Coupa has none of its number, name or tax number. Those that are not changed any more are made by a retry only. Where Sluice makes suppliers in M3 as well, create needs numbers by which they can be told: M3_SUPPLIER_NUMBERS=coupa, or own with a prefix.',
    example: 'create',
  }),
  notForCoupa: setting('SUPPLIERS_NOT_FOR_COUPA', numbers, {
    description:
      'Numbers of suppliers that only M3 needs, such as the templates of new ones, comma-separated; one that ends with * stands for all that begin so.',
    example: 'TPL*,999999',
  }),
  paymentMethodInCoupa: setting(
    'COUPA_SUPPLIER_PAYMENT_METHOD',
    z.enum(['invoice', 'pcard', 'invoice_only', 'pcard_only', 'virtual_card']).default('invoice'),
    { description: 'Payment method that Coupa is told of a supplier that comes from M3.', example: 'invoice' },
  ),
  invoiceMatchingLevel: setting(
    'COUPA_SUPPLIER_INVOICE_MATCHING_LEVEL',
    z.enum(['2-way', '3-way', '3-way-direct', 'none']).default('3-way'),
    { description: 'Invoice matching level that Coupa is told of such a supplier.', example: '3-way' },
  ),
  poMethod: setting(
    'COUPA_SUPPLIER_PO_METHOD',
    z.enum(['cxml', 'xml', 'email', 'prompt', 'mark_as_sent', 'buy_online']).optional(),
    {
      description: 'How Coupa sends orders to such a supplier; left out, as Coupa has it for new ones.',
      example: 'prompt',
    },
  ),
  contentGroups: setting('COUPA_SUPPLIER_CONTENT_GROUPS', z.enum(['mapping', 'none']).default('mapping'), {
    description:
      'Who sees such a supplier in Coupa: mapping puts it into the content group that the mapping coupa-content-group has for its company (100/), none into no group.',
    example: 'mapping',
  }),
};

type M3ToCoupaConfig = Omit<ConfigOf<typeof m3ToCoupaSettings>, 'secrets'> & { readonly timeScale: number };

/** After a refusal and before a write it must not take long; what nobody changes may be weeks old. */
const durations = {
  scanAgainAfterRefusalMs: 10 * 60_000,
  scanTrialEveryMs: 24 * 60 * 60_000,
  lookFreshForMs: 60_000,
  newSettlesMs: 2 * 60_000,
  detailsFreshForMs: 7 * 24 * 60 * 60_000,
};

/**
 * The same as the domains want to be told, by what is said of suppliers in general. Throws Failure `configuration-invalid`
 * where suppliers of both systems are made in the other one, and nothing tells which is which.
 */
export function m3ToCoupaSettingsOf(
  config: M3ToCoupaConfig,
  supplier: SupplierSettings,
): ScanSettings & M3SupplierSettings {
  refuseSecondCopies(config, supplier);
  return {
    ...supplier,
    scannedCompanies: supplier.sync === 'both' ? supplier.companies : [],
    scanPageSize: config.scanPageSize,
    newInM3: config.newInM3,
    notForCoupa: config.notForCoupa,
    ...(supplier.numbers === 'own' && supplier.ownNumbers.prefix !== '' && { ownPrefix: supplier.ownNumbers.prefix }),
    inCoupa: {
      paymentMethod: config.paymentMethodInCoupa,
      invoiceMatchingLevel: config.invoiceMatchingLevel,
      ...(config.poMethod !== undefined && { poMethod: config.poMethod }),
      contentGroups: config.contentGroups === 'mapping',
    },
    ...scaleDurations(
      {
        ...durations,
        scanEveryMs: config.scanEverySeconds * 1_000,
        scanOverlapMs: config.scanOverlapSeconds * 1_000,
      },
      config.timeScale,
    ),
  };
}

/**
 * M3 may give a new supplier its number and Sluice learn it much later, where the answer is lost: until then the scan finds
 * a supplier that Coupa has no number of, and its name and tax number need not be found there either. Only a number that
 * Coupa has before M3 does, or that begins as nobody else's, tells that it is ours already.
 */
function refuseSecondCopies({ newInM3 }: M3ToCoupaConfig, { sync, numbers, ownNumbers }: SupplierSettings): void {
  const areKnownAsOurs = numbers === 'coupa' || (numbers === 'own' && ownNumbers.prefix !== '');
  if (sync !== 'both' || newInM3 === 'leave' || areKnownAsOurs) return;
  const numbering = numbers === 'own' ? 'M3_SUPPLIER_NUMBERS=own without a prefix' : `M3_SUPPLIER_NUMBERS=${numbers}`;
  throw new Failure(
    `SUPPLIERS_NEW_IN_M3=create cannot be used with ${numbering}: a supplier that Sluice has just made in M3 could not be told from a new one there, and would be made in Coupa a second time.`,
    {
      code: 'configuration-invalid',
      stage: 'configuration',
      disposition: 'park',
      fix: 'Set SUPPLIERS_NEW_IN_M3=leave; or let Sluice number suppliers by M3_SUPPLIER_NUMBERS=own with an M3_SUPPLIER_NUMBER_PREFIX that nobody else uses in M3, or by M3_SUPPLIER_NUMBERS=coupa.',
    },
  );
}
