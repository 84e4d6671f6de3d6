/** The circuit breaker of an account. */
export interface Breaker {
  /** `closed`: requests go out. `open`: none does. `half-open`: one health probe is out, to see whether the other system is back. */
  readonly state: 'closed' | 'open' | 'half-open';
  /** Failures in a row. */
  readonly failures: number;
  /** How often in a row it opened; each time it stays open longer. */
  readonly openings: number;
  /** Monotonic: the health probe is not sent before. */
  readonly openUntil: number;
  /** After it closed: how many requests may be open at once, until enough of them were answered. */
  readonly openMax: number;
}

export interface BreakerSettings {
  /** Failures in a row that open it. */
  readonly failuresMax: number;
  /** How long it stays open the first time; doubles up to `openMaxMs`. */
  readonly openMs: number;
  readonly openMaxMs: number;
}

export const closedBreaker: Breaker = {
  state: 'closed',
  failures: 0,
  openings: 0,
  openUntil: 0,
  openMax: Number.POSITIVE_INFINITY,
};

/** An answer of the other system itself, also a refusal, shows that it is there. After an outage the load comes back step by step. */
export function answeredWell(breaker: Breaker): Breaker {
  if (breaker.state === 'half-open') return { ...closedBreaker, openMax: 1, openings: breaker.openings };
  // What was under way when it opened says nothing about now.
  if (breaker.state === 'open') return breaker;
  const openMax = breaker.openMax * 2;
  const isWell = openMax > 64;
  return {
    ...breaker,
    failures: 0,
    openings: isWell ? 0 : breaker.openings,
    openMax: isWell ? Number.POSITIVE_INFINITY : openMax,
  };
}

/** No answer, or one of the gateway before the other system (5xx, a page). */
export function failed(breaker: Breaker, now: number, settings: BreakerSettings): Breaker {
  if (breaker.state === 'open') return breaker;
  const failures = breaker.failures + 1;
  // Just after an outage one failure is enough.
  const isEnough =
    breaker.state === 'half-open' || breaker.openMax < Number.POSITIVE_INFINITY || failures >= settings.failuresMax;
  if (!isEnough) return { ...breaker, failures };
  const openForMs = Math.min(settings.openMaxMs, settings.openMs * 2 ** Math.min(20, breaker.openings));
  return { state: 'open', failures, openings: breaker.openings + 1, openUntil: now + openForMs, openMax: 1 };
}

/** What may be done at this moment: wait, send the health probe, or go on with at most so many requests open. */
export type Permission =
  | { readonly do: 'wait'; readonly forMs: number }
  | { readonly do: 'try' }
  | { readonly do: 'go-on'; readonly openMax: number };

export function permissionOf({ state, openUntil, openMax }: Breaker, now: number): Permission {
  if (state === 'closed') return { do: 'go-on', openMax };
  if (state === 'half-open') return { do: 'wait', forMs: Number.POSITIVE_INFINITY };
  return now < openUntil ? { do: 'wait', forMs: openUntil - now } : { do: 'try' };
}

export const tried = (breaker: Breaker): Breaker => ({ ...breaker, state: 'half-open' });
