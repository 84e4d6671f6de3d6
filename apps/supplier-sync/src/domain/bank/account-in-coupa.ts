import type { DuplicateFingerprint } from '@sluice/reconciler/decision';
import type { BankPart } from '@sluice/shared/coupa/supplier-bank-fields';
import type { CoupaSupplier } from '@sluice/shared/coupa/supplier';
import { isSealed, maskOf, type SealedValue } from '@sluice/shared/sealed';
import { readMoment } from '@sluice/shared/moment';
import { toCode } from '@sluice/shared/code-text';
import type { BankSettings } from './bank-settings.js';

/** The bank account that Coupa names for a supplier. Its number stays sealed. */
export interface AccountInCoupa {
  readonly iban: SealedValue;
  readonly bank: string;
  readonly holder: string;
  readonly currency: string;
  readonly country: string;
}

/** The account, why what stands there is none, or nothing where nothing stands there. */
export function accountInCoupa(
  supplier: CoupaSupplier,
  settings: Pick<BankSettings, 'fields'>,
): AccountInCoupa | { readonly wrong: string } | undefined {
  const { fields } = settings;
  const iban = valueAt(supplier, fields.iban);
  if (iban === undefined || iban === null || iban === '') return undefined;
  const text = (part: BankPart): string => {
    const value = valueAt(supplier, fields[part] ?? []);
    return typeof value === 'string' || typeof value === 'number' ? toCode(String(value)) : '';
  };
  // Which of the two it is does not matter: nothing that is not sealed may go on from here.
  if (!isSealed(iban)) return { wrong: 'came unsealed: coupa-gateway does not know that it is an account' };
  const account = { iban, bank: text('bank'), holder: text('holder'), currency: text('currency') };
  const country = text('country').toUpperCase();
  const wrong = whyWrong({ ...account, country });
  return wrong === undefined ? { ...account, country } : { wrong };
}

/** Lengths: M3's BKNO has 8 characters, CUCD 3. */
function whyWrong({ iban, bank, currency, country }: AccountInCoupa): string | undefined {
  const masked = maskOf(iban);
  if (iban.iban?.isValid !== true) return `${masked} is no IBAN: its check digits, its length or its country are wrong`;
  if (country !== '' && country !== iban.iban.country)
    return `${masked} is an account in ${iban.iban.country ?? 'no country'}, and Coupa names ${country} as its country`;
  if (bank.length > 8) return `the bank's number has ${bank.length} characters, M3 takes 8`;
  return currency.length > 3 ? `the currency ${currency} is no code of three letters` : undefined;
}

/** As the names of fields lead; of a list, the first element that is active. */
function valueAt(value: unknown, [name, ...rest]: readonly string[]): unknown {
  if (name === undefined) return undefined;
  const object = Array.isArray(value) ? value.find(isActive) : value;
  const inside = typeof object === 'object' && object !== null ? (object as Record<string, unknown>)[name] : undefined;
  return rest.length === 0 ? inside : valueAt(inside, rest);
}

const isActive = (one: unknown): boolean =>
  typeof one === 'object' && one !== null && !('active' in one && (one.active === false || one.active === 'false'));

/** Suppliers with the same account: that one is paid on two names may be a mistake, or a fraud. */
export const sameAccount = (settings: BankSettings): DuplicateFingerprint<CoupaSupplier> => ({
  of: (desired) => {
    const account = accountInCoupa(desired, settings);
    if (account === undefined || 'wrong' in account) return undefined;
    const at = readMoment(desired['created-at'] ?? '') ?? new Date(0);
    return { content: account.iban.fingerprint, at: at.toISOString() };
  },
  withinMs: 0,
  among: 'all',
});
