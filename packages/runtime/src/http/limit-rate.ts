/** How many requests a caller may send: so many at once, and then so many a second. */
export interface Rate {
  readonly burst: number;
  readonly perSecond: number;
}

interface Allowance {
  left: number;
  atMs: number;
}

/** Callers that are remembered; more than that, and those that have been silent longest are forgotten. */
const callersMax = 10_000;

/** An allowance for each caller, which fills up again as time goes by. Times are given in milliseconds. */
export class RateLimit {
  readonly #rate: Rate;
  readonly #allowances = new Map<string, Allowance>();

  constructor(rate: Rate) {
    this.#rate = rate;
  }

  /** Takes one from the caller's allowance; answers the milliseconds to wait where none is left, else 0. */
  take(caller: string, nowMs: number): number {
    const { burst, perSecond } = this.#rate;
    const { left: before, atMs } = this.#allowances.get(caller) ?? { left: burst, atMs: nowMs };
    const left = Math.min(burst, before + (Math.max(0, nowMs - atMs) / 1_000) * perSecond);
    const isAllowed = left >= 1;
    // Put at the end, so that the first of the map is the one that has been silent longest.
    this.#allowances.delete(caller);
    this.#allowances.set(caller, { left: isAllowed ? left - 1 : left, atMs: nowMs });
    if (this.#allowances.size > callersMax) this.#forgetOldest();
    return isAllowed ? 0 : Math.ceil(((1 - left) / perSecond) * 1_000);
  }

  #forgetOldest(): void {
    const [oldest] = this.#allowances.keys();
    if (oldest !== undefined) this.#allowances.delete(oldest);
  }
}
