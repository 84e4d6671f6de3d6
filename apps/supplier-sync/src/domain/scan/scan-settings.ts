import type { CompareTime } from '../supplier/next-compare.js';

/** How M3's lists of suppliers are looked through. Durations are in milliseconds and already scaled. */
export interface ScanSettings extends CompareTime {
  /** The companies of M3 whose lists are looked through; none where nothing goes from M3 to Coupa. */
  readonly scannedCompanies: readonly string[];
  readonly scanEveryMs: number;
  /** How far before the last look the next one begins. */
  readonly scanOverlapMs: number;
  /** So many suppliers are asked for at once. */
  readonly scanPageSize: number;
  /** After M3 has refused the list, it is asked again after so long. */
  readonly scanAgainAfterRefusalMs: number;
  /** Where M3 does not heed the time from which it is asked, it is tried again after so long. */
  readonly scanTrialEveryMs: number;
}
