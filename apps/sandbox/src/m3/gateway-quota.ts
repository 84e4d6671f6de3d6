import type { Clock } from '../clock.js';
import type { M3Settings } from './m3-settings.js';

type QuotaSettings = Pick<M3Settings, 'quotaKind' | 'quotaAllow' | 'quotaPeriodMs'>;

/** Taken: call `leave` when the answer is there. Refused: how long until there is room again. */
export type Entrance = { readonly leave: () => void } | { readonly refusedForMs: number };

const CONCURRENCY_PAUSE_MS = 1_000;

/** The policy that the gateway's administrator has set for all calls of the connection. A call refused does not count. */
export class GatewayQuota {
  /** When the calls came that still count, oldest first. */
  private taken: number[] = [];
  private inFlight = 0;

  constructor(private readonly clock: Clock) {}

  enter({ quotaKind, quotaAllow, quotaPeriodMs }: QuotaSettings): Entrance {
    const nowMs = this.clock.now().getTime();
    const periodMs = this.clock.scaled(quotaPeriodMs);
    if (quotaKind === 'concurrency' && this.inFlight >= quotaAllow) {
      return { refusedForMs: this.clock.scaled(CONCURRENCY_PAUSE_MS) };
    }
    const endMs = this.countUntil(quotaKind, nowMs, periodMs);
    if (quotaKind !== 'none' && quotaKind !== 'concurrency') {
      if (this.taken.length >= quotaAllow) return { refusedForMs: Math.max(1, endMs - nowMs) };
      this.taken.push(nowMs);
    }
    this.inFlight += 1;
    return { leave: () => void (this.inFlight -= 1) };
  }

  reset(): void {
    this.taken = [];
  }

  /** Forgets the calls that count no more, and answers when the next of them is forgotten. */
  private countUntil(kind: QuotaSettings['quotaKind'], nowMs: number, periodMs: number): number {
    const first = this.taken[0] ?? nowMs;
    switch (kind) {
      // Infor: the counter starts at the first call.
      case 'quota':
        if (nowMs >= first + periodMs) this.taken = [];
        return (this.taken[0] ?? nowMs) + periodMs;
      case 'rolling':
        this.taken = this.taken.filter((at) => at > nowMs - periodMs);
        return (this.taken[0] ?? nowMs) + periodMs;
      case 'spike-arrest': {
        const periodStart = Math.floor(nowMs / periodMs) * periodMs;
        this.taken = this.taken.filter((at) => at >= periodStart);
        return periodStart + periodMs;
      }
      case 'none':
      case 'concurrency':
        return nowMs;
    }
  }
}

/** The header in the form that was asked for; none for `none`. */
export function retryAfterHeaders(
  form: M3Settings['quotaRetryAfter'],
  now: Date,
  waitMs: number,
): Readonly<Record<string, string>> {
  const seconds = Math.ceil(waitMs / 1000);
  switch (form) {
    case 'none':
      return {};
    case 'seconds':
      return { 'retry-after': String(seconds) };
    case 'date':
      return { 'retry-after': new Date(Math.ceil((now.getTime() + waitMs) / 1000) * 1000).toUTCString() };
  }
}
