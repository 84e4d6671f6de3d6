import type { BankSettings } from '../bank/bank-settings.js';
import type { Exclusion } from '../values/excluded.js';
import type { FieldOwners } from '../values/owners.js';
import type { ValueSettings } from '../values/value-settings.js';
import type { CompareTime } from './next-compare.js';

/** What an installation decides about its suppliers. Durations are in milliseconds and already scaled. */
export interface SupplierSettings extends CompareTime, ValueSettings {
  /** The companies of M3 in which suppliers are looked up. The first of them alone speaks for M3 where Coupa is told something. */
  readonly companies: readonly string[];
  /** What was read of M3 counts for so long; when something happens to the supplier after that, it is read again. */
  readonly factsFreshForMs: number;
  /** M3 tells nobody that it releases a supplier, so one that is blocked there is read again after so long. */
  readonly rereadEveryMs: number;
  /** `link`: nothing is written to either system; `to-m3`: to Coupa nothing but M3's number. */
  readonly sync: 'link' | 'to-m3' | 'both';
  /** Who numbers a supplier that has no number of M3's yet. */
  readonly numbers: 'coupa' | 'own' | 'm3-series';
  /** Our own range: what every number begins with, and the digits of the first. */
  readonly ownNumbers: { readonly prefix: string; readonly start: string };
  /** M3's series of numbers (CRS165): its type and its letter. */
  readonly series: { readonly type: string; readonly id: string };
  /** Whether a new supplier is made in the first company alone, or in each. */
  readonly createIn: 'first' | 'all';
  /** The field of Coupa's supplier that names its row of the mapping supplier-group, dots leading deeper. */
  readonly groupField: string;
  /** What M3 is searched for before a supplier is made under a new number; empty: it is not searched. */
  readonly lookupQueries: readonly string[];
  /** Suppliers that are none of M3's. */
  readonly exclusions: readonly Exclusion[];
  readonly owners: FieldOwners;
  /** Two suppliers that existed before they were linked and differ: whether a person decides, or the owner of each field. */
  readonly firstMeeting: 'report' | 'owner';
  /** Whether Coupa is told the number and what was changed in M3. */
  readonly writeBack: boolean;
  /** Left out, bank accounts are not sent. */
  readonly bank?: BankSettings | undefined;
}
