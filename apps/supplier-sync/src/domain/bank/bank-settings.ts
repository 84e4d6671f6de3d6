import type { SupplierBankFields } from '@sluice/shared/coupa/supplier-bank-fields';

/** What an installation decides about bank accounts of suppliers. Durations are in milliseconds and already scaled. */
export interface BankSettings {
  /** Where an account stands in Coupa's supplier. */
  readonly fields: SupplierBankFields;
  /** So long after the second approval the account is written. */
  readonly coolingOffMs: number;
  /** By company, the division (DIVI) whose account it is: M3 wants one. */
  readonly divisions: Readonly<Record<string, string>>;
  /** What M3 wants of an account that Coupa does not say: indicator (BKIN), priority (CBPY), status (STAT), language (LNCD). */
  readonly account: { readonly BKIN: string; readonly CBPY: string; readonly STAT: string; readonly LNCD: string };
  /** What becomes of the accounts that M3 had: they stay behind the new one, are closed, or deleted. */
  readonly oldAccount: 'keep' | 'close' | 'delete';
  /** What was read of M3 counts for so long. */
  readonly factsFreshForMs: number;
}

/** The status (STAT) of an account that is no longer used. */
export const closed = '90';
