import { scaleDurations } from '@sluice/runtime/durations';

/**
 * The durations of a dispatcher in milliseconds, as they are in production; an installation scales them all at once.
 * They hang together: `sendBeforeMs` < `leaseMs`, and `clientTimeoutMs` is above the gateway's own time-out of 60 s, so
 * that the gateway's answer is heard. `settleMs` = that time-out + the longest run of the other system + `sendBeforeMs`.
 */
export const dispatcherDurations = {
  leaseMs: 10_000,
  leaseRenewMs: 3_000,
  /** How long after its intent was committed a request may still leave. */
  sendBeforeMs: 5_000,
  clientTimeoutMs: 65_000,
  connectTimeoutMs: 5_000,
  /** How long after a lost answer no probe is sent, because the other system may still be working on it. */
  settleMs: 185_000,
  /** A request that is answered later than this had too many calls. */
  slowAnswerMs: 15_000,
  /** First wait after a read without an answer or a connection that failed; doubles up to `retryMaxMs`. */
  retryMs: 1_000,
  retryMaxMs: 60_000,
  /** How long the breaker stays open at first, while the other system does not answer; doubles up to `breakerOpenMaxMs`. */
  breakerOpenMs: 5_000,
  breakerOpenMaxMs: 60_000,
  /** The account's pause after 429 without Retry-After. */
  rateLimitedMs: 10_000,
  /** For how long a 429 makes the account slower: its pace comes back little by little. */
  rateRememberMs: 10 * 60_000,
  /** The account's pause after credentials or a scope were refused. */
  refusedMs: 30_000,
  /** The longest pause of an account, whatever `Retry-After` says; then a health probe asks again. */
  pauseMaxMs: 5 * 60_000,
  /** A command that is unknown here and was decided longer ago is not run. */
  commandAgeMs: 24 * 60 * 60 * 1_000,
  /** For how long what was just made may not be found yet by the lookup of another command. */
  justDoneMs: 15 * 60_000,
  /** A command that is not sent, or has not ended, for so long makes the gateway degraded. */
  overdueAfterMs: 15 * 60_000,
  /** For how long ended commands and their requests are kept: longer than `commandAgeMs` and than the topic of commands. */
  keepMs: 35 * 24 * 60 * 60 * 1_000,
  /** How often older ones are deleted. */
  forgetEveryMs: 60 * 60 * 1_000,
  pollMs: 100,
};

/** Below these a busy machine loses its lease, and then no request may leave any more. */
const shortestDurations = { leaseMs: 3_000, leaseRenewMs: 500, sendBeforeMs: 1_500 };

/** The durations at the scale of an installation, with the lease never too short to be kept. */
export function dispatcherSettings(timeScale: number): DispatcherDurations {
  const scaled = scaleDurations(dispatcherDurations, timeScale);
  const sendBeforeMs = Math.max(scaled.sendBeforeMs, shortestDurations.sendBeforeMs);
  return {
    ...scaled,
    leaseMs: Math.max(scaled.leaseMs, shortestDurations.leaseMs),
    leaseRenewMs: Math.max(scaled.leaseRenewMs, shortestDurations.leaseRenewMs),
    sendBeforeMs,
    // The time in which a request may still leave is part of it: no probe is sent before it is over.
    settleMs: scaled.settleMs + (sendBeforeMs - scaled.sendBeforeMs),
  };
}

export type DispatcherDurations = Readonly<Record<keyof typeof dispatcherDurations, number>>;

export interface DispatcherSettings extends DispatcherDurations {
  /** Requests open at the same time where the protocol names no quota; never more than the transport has sockets. */
  readonly requestsOpenMax: number;
}

/** Exponential, from the number of attempts made so far. */
export const backOffMs = (settings: DispatcherDurations, attempts: number): number =>
  Math.min(settings.retryMaxMs, settings.retryMs * 2 ** Math.min(20, Math.max(0, attempts - 1)));
