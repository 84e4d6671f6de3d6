/**
 * A transaction of M3 that an app calls, and the input fields that it fills. Every app that calls M3, or has commands sent
 * to it, lists its own in `src/m3-transactions.ts`; the doctor compares them with what a tenant has.
 */
export interface TransactionUsed {
  readonly program: string;
  readonly transaction: string;
  readonly inputs: readonly string[];
  /** What is lost where a tenant does not have it; left out, nothing works without it. */
  readonly lostWithout?: string;
}
