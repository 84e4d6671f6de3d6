import { z } from 'zod';
import { setting } from '@sluice/runtime/config/define-config';
import { requireSealing, supplierBankSettings } from '@sluice/runtime/config/supplier-bank-settings';
import { wholeNumber } from '@sluice/runtime/config/whole-number';
import type { SupplierBankFields } from '@sluice/shared/coupa/supplier-bank-fields';
import { Failure } from '@sluice/shared/failure';
import type { BankSettings } from '../domain/bank/bank-settings.js';

/** `100=AAA,200=BBB`: what stands for what, each once. */
const pairs = (name: RegExp, value: RegExp, complaint: string) =>
  z
    .string()
    .default('')
    .transform((written, context): Readonly<Record<string, string>> => {
      const entries = written
        .split(',')
        .map((one) => one.trim())
        .filter((one) => one !== '')
        .map((one) => one.split('=').map((text) => text.trim()));
      const isRight = entries.every(
        ([key = '', one = '', ...more]) => more.length === 0 && name.test(key) && value.test(one),
      );
      if (!isRight || new Set(entries.map(([key]) => key)).size < entries.length)
        context.addIssue({ code: 'custom', message: complaint });
      return Object.fromEntries(entries) as Readonly<Record<string, string>>;
    });

/** What is asked of an installation that sends bank accounts to M3. */
export const bankSettings = {
  ...supplierBankSettings,
  bankCoolingOffHours: setting('SUPPLIER_BANK_COOLING_OFF_HOURS', wholeNumber(0, 720).default(0), {
    description:
      'Hours between the second approval of a bank account and its way to M3, in which it can still be rejected.',
    example: '24',
  }),
  bankDivisions: setting(
    'SUPPLIER_BANK_DIVISIONS',
    pairs(/^\d{1,3}$/, /^[A-Za-z0-9]{1,3}$/, 'must be companies and their divisions, such as 100=AAA,200=BBB'),
    {
      description:
        'For each company of M3_COMPANIES the division (DIVI) in which a bank account of a supplier is kept. Needed where SUPPLIER_BANK_FIELDS is set.',
      example: '100=AAA,200=BBB',
    },
  ),
  bankAccountFields: setting(
    'M3_BANK_ACCOUNT_FIELDS',
    pairs(
      /^(BKIN|CBPY|STAT|LNCD)$/,
      /^[A-Za-z0-9]{1,4}$/,
      'must give BKIN, LNCD, CBPY or STAT, such as BKIN=01,LNCD=GB',
    ),
    {
      description:
        'What M3 wants of a bank account that Coupa does not say (CRS692): BKIN its indicator and LNCD its language; CBPY, the priority of the account that is paid to, is 1 where it is left out, and STAT, its status, 20. Needed where SUPPLIER_BANK_FIELDS is set.',
      example: 'BKIN=01,LNCD=GB',
    },
  ),
  bankOldAccount: setting(
    'SUPPLIER_BANK_OLD_ACCOUNT',
    z.enum(['keep', 'close', 'delete'], 'must be keep, close or delete').default('keep'),
    {
      description:
        'What becomes of the accounts that M3 had when a new one was approved: keep leaves them behind it, close gives them status 90, delete removes them.',
      example: 'keep',
    },
  ),
} as const;

interface BankConfig {
  readonly bankFields?: SupplierBankFields | undefined;
  readonly bankCoolingOffHours: number;
  readonly bankDivisions: Readonly<Record<string, string>>;
  readonly bankAccountFields: Readonly<Record<string, string>>;
  readonly bankOldAccount: BankSettings['oldAccount'];
  readonly companies: readonly string[];
  readonly sealingKey?: unknown;
  readonly timeScale: number;
}

/**
 * As the domain wants to be told; nothing where bank accounts are not sent. Throws Failure `configuration-invalid` where
 * something is missing that they cannot be sent without.
 */
export function bankSettingsOf(config: BankConfig, factsFreshForMs: number): BankSettings | undefined {
  const { bankFields, bankDivisions, bankAccountFields, companies } = config;
  if (bankFields === undefined) return undefined;
  requireSealing(config);
  const { BKIN, LNCD, CBPY = '1', STAT = '20' } = bankAccountFields;
  const without = companies.filter((company) => bankDivisions[company] === undefined);
  if (without.length > 0) throw missing(`SUPPLIER_BANK_DIVISIONS names no division of company ${without.join(', ')}`);
  if (BKIN === undefined || LNCD === undefined) throw missing('M3_BANK_ACCOUNT_FIELDS gives no BKIN or no LNCD');
  return {
    fields: bankFields,
    coolingOffMs: Math.round(config.bankCoolingOffHours * 3_600_000 * config.timeScale),
    divisions: bankDivisions,
    account: { BKIN, CBPY, STAT, LNCD },
    oldAccount: config.bankOldAccount,
    factsFreshForMs,
  };
}

const missing = (what: string): Failure =>
  new Failure(`${what}, and SUPPLIER_BANK_FIELDS is set: M3 takes no bank account without it.`, {
    code: 'configuration-invalid',
    stage: 'configuration',
    disposition: 'park',
    fix: 'Give it in the environment or in .env (.env.example explains it), or take SUPPLIER_BANK_FIELDS away.',
  });
