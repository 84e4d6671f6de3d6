import { z } from 'zod';

const millisecondsOrCount = z.coerce.number().int().min(0);

/** How this M3 and its gateway were set up where tenants differ. The admin API changes it while the sandbox runs. */
export const M3Settings = z.strictObject({
  /** Time from FinishEntry to the order, or to its refusal. */
  transferDelayMs: millisecondsOrCount.default(300),
  /** Time from the order to its being found by SearchHead. */
  searchLagMs: millisecondsOrCount.default(0),
  /** Which type of address (POAD) is the one that goods are delivered to. Infor documents that there are types, not which. */
  deliveryAddressType: z.coerce.number().int().min(1).max(99).default(1),
  /** The service user receives application message 175 of a batch entry that failed. */
  tellOfFailedEntries: z.stringbool().or(z.boolean()).default(true),
  /**
   * The gateway's policy. `quota`: so many calls from the first one until the interval is over; `rolling`: in any span of
   * that length; `spike-arrest`: in each period of the clock; `concurrency`: at the same time.
   */
  quotaKind: z.enum(['none', 'quota', 'rolling', 'spike-arrest', 'concurrency']).default('none'),
  quotaAllow: z.coerce.number().int().min(1).default(60),
  quotaPeriodMs: z.coerce.number().int().min(1).default(60_000),
  /** Infor documents no `Retry-After`; a load balancer in front may send either form. */
  quotaRetryAfter: z.enum(['none', 'seconds', 'date']).default('none'),
});

export type M3Settings = z.output<typeof M3Settings>;
