import type { ValueSettings } from '../values/value-settings.js';

/** What becomes of a supplier of M3 that is linked to none of Coupa's. Durations are in milliseconds and already scaled. */
export interface M3SupplierSettings extends ValueSettings {
  /** The first of them alone makes suppliers in Coupa; none where nothing goes from M3 to Coupa. */
  readonly scannedCompanies: readonly string[];
  /** `leave`: a person links it. `create`: it is made in Coupa where Coupa has none of its number and name. */
  readonly newInM3: 'leave' | 'create';
  /** Numbers of suppliers that only M3 needs, such as templates; one that ends with `*` stands for all that begin so. */
  readonly notForCoupa: readonly string[];
  /** What the numbers begin with under which Sluice makes suppliers of Coupa's in M3; left out where it has no range of its own. */
  readonly ownPrefix?: string;
  /** One that is new in M3 may have been made there for a supplier of Coupa's: for so long its link is awaited. */
  readonly newSettlesMs: number;
  /** What Coupa asks of a new supplier, and M3 does not know. */
  readonly inCoupa: {
    readonly paymentMethod: string;
    readonly invoiceMatchingLevel: string;
    /** How orders are sent to it; left out, Coupa's own default. */
    readonly poMethod?: string;
    /** Whether the mapping coupa-content-group says who sees it in Coupa. */
    readonly contentGroups: boolean;
  };
  /** What was read of M3 counts for so long, unless a scan has seen a change. */
  readonly detailsFreshForMs: number;
  /** Coupa is looked through so short a time before anything is written there. */
  readonly lookFreshForMs: number;
}
