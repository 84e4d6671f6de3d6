/** What an installation decides about its suppliers. Durations are in milliseconds and already scaled. */
export interface SupplierSettings {
  /** The companies of M3 in which suppliers are looked up. */
  readonly companies: readonly string[];
  /** The statuses with which M3 lets orders be placed with a supplier. */
  readonly usableStatuses: readonly string[];
  /** What was read of M3 counts for so long; when something happens to the supplier after that, it is read again. */
  readonly factsFreshForMs: number;
  /** M3 tells nobody that it releases a supplier, so one that is blocked there is read again after so long. */
  readonly rereadEveryMs: number;
}
