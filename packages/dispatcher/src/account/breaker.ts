/** What the breaker of an account knows. */
export interface Breaker {
  /** `closed`: requests go out. `open`: none does. `half-open`: one harmless read is out, to see whether the other side is back. */
  readonly state: 'closed' | 'open' | 'half-open';
  /** Failures in a row. */
  readonly failures: number;
  /** How often in a row it opened; each time it stays open longer. */
  readonly openings: number;
  /** Monotonic: not before then is the harmless read sent. */
  readonly openUntil: number;
  /** After it closed: how many requests may be open at once, until the other side has shown that it is well. */
  readonly openMax: number;
}

export interface BreakerSettings {
  /** Failures in a row that open it. */
  readonly failuresMax: number;
  /** How long it stays open the first time; doubles up to `openMostMs`. */
  readonly openMs: number;
  readonly openMostMs: number;
}

export const closedBreaker: Breaker = {
  state: 'closed',
  failures: 0,
  openings: 0,
  openUntil: 0,
  openMax: Number.POSITIVE_INFINITY,
};

/** Any answer of the other system itself, also a refusal: it is there. After an outage the load comes back step by step. */
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
  // While it is seen whether the other side is well again, one failure is enough.
  const isEnough =
    breaker.state === 'half-open' || breaker.openMax < Number.POSITIVE_INFINITY || failures >= settings.failuresMax;
  if (!isEnough) return { ...breaker, failures };
  const openForMs = Math.min(settings.openMostMs, settings.openMs * 2 ** Math.min(20, breaker.openings));
  return { state: 'open', failures, openings: breaker.openings + 1, openUntil: now + openForMs, openMax: 1 };
}

/** What may be done at this moment: wait, send the harmless read, or go on with at most so many requests open. */
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
