import { z } from 'zod';
import { CLIENT_SPELLINGS } from '../http/form.js';

const millisecondsOrCount = z.coerce.number().int().min(0);
const flag = z.stringbool().or(z.boolean());
const names = z
  .string()
  .transform((text) => text.split(/[\s,]+/).filter((name) => name !== ''))
  .or(z.array(z.string().min(1)));

/** How this M3 and its gateway were set up where tenants differ. The admin API changes it while the sandbox runs. */
export const M3Settings = z.strictObject({
  /** Life of an ION token. Infor documents about two hours, to be set for each authorized app. */
  ionTokenSeconds: z.coerce.number().int().min(1).default(7200),
  /** Infor lets each authorized app choose its grant; this one also permits client credentials. */
  ionClientCredentials: flag.default(false),
  /** Infor's "Issue refresh tokens": never, with every password grant, or when the scope asks for offline access. */
  ionRefreshTokens: z.enum(['none', 'always', 'by-scope']).default('none'),
  /** The only way of authentication that the authorization server takes from a client. */
  ionClientSpelling: z.enum(['any', ...CLIENT_SPELLINGS]).default('any'),
  /** What a token answer does not have stands in it as null, as some authorization servers write it. */
  ionNullMembers: flag.default(false),
  /** Time from FinishEntry to the order, or to its refusal. */
  transferDelayMs: millisecondsOrCount.default(300),
  /** Time from an order or a supplier to its being found by SearchHead or SearchSupplier. */
  searchLagMs: millisecondsOrCount.default(0),
  /** Which type of address (POAD) is the one that goods are delivered to. Infor documents that there are types, not which. */
  deliveryAddressType: z.coerce.number().int().min(1).max(99).default(1),
  /** The service user receives application message 175 of a batch entry that failed. */
  tellOfFailedEntries: flag.default(true),
  /** The tenant has an older release: it lacks the newer transactions, and several of its fields are shorter. */
  olderRelease: flag.default(false),
  /** Programs that the tenant does not have, or single transactions such as CRS620MI/SearchSupplier. */
  lackingPrograms: names.default([]),
  /** Input fields that the tenant demands besides, such as CRS620MI/AddSupplier/LNCD. */
  requiredInputs: names.default([]),
  /** Programs besides batch entry in which `?` empties a field; in others it is a text like any. */
  blankMarkPrograms: names.default([]),
  /** A list ends after so many records, whatever the caller permits; 0 is without such an end. */
  listLimit: millisecondsOrCount.default(0),
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
