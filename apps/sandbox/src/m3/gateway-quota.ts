import type { Clock } from '../clock.js';
import type { M3Settings } from './m3-settings.js';

type QuotaSettings = Pick<M3Settings, 'quotaKind' | 'quotaAllow' | 'quotaPeriodMs'>;

type CountingKind = Exclude<QuotaSettings['quotaKind'], 'none' | 'concurrency'>;

/** Taken: call `leave` when the answer is there. Refused: how long until there is room again. */
export type Entrance = { readonly leave: () => void } | { readonly refusedForMs: number };

const CONCURRENCY_PAUSE_MS = 1_000;

/** What the policy did so far. */
export interface QuotaCounts {
  readonly letIn: number;
  /** Answered with 429. */
  readonly refused: number;
  readonly inFlight: number;
}

/** The policy that the gateway's administrator has set for all calls of the connection. A call refused does not count. */
export class GatewayQuota {
  /** When the calls came that still count, oldest first. */
  private taken: number[] = [];
  private kind: QuotaSettings['quotaKind'] = 'none';
  private letIn = 0;
  private refused = 0;
  private inFlight = 0;

  constructor(private readonly clock: Clock) {}

  get counts(): QuotaCounts {
    return { letIn: this.letIn, refused: this.refused, inFlight: this.inFlight };
  }

  enter(settings: QuotaSettings): Entrance {
    const refusedForMs = this.refuseFor(settings);
    if (refusedForMs > 0) {
      this.refused += 1;
      return { refusedForMs };
    }
    this.letIn += 1;
    this.inFlight += 1;
    return { leave: () => void (this.inFlight -= 1) };
  }

  reset(): void {
    this.taken = [];
    this.letIn = 0;
    this.refused = 0;
  }

  /** How long there will be no room, 0 where there is: then the call is counted. A policy of another kind counts anew. */
  private refuseFor({ quotaKind, quotaAllow, quotaPeriodMs }: QuotaSettings): number {
    if (quotaKind !== this.kind) this.taken = [];
    this.kind = quotaKind;
    if (quotaKind === 'none') return 0;
    if (quotaKind === 'concurrency') {
      return this.inFlight < quotaAllow ? 0 : Math.max(1, this.clock.scaled(CONCURRENCY_PAUSE_MS));
    }
    const nowMs = this.clock.now().getTime();
    const endMs = this.countUntil(quotaKind, nowMs, this.clock.scaled(quotaPeriodMs));
    if (this.taken.length >= quotaAllow) return Math.max(1, endMs - nowMs);
    this.taken.push(nowMs);
    return 0;
  }

  /** Forgets the calls that count no more, and answers when the next of them is forgotten. */
  private countUntil(kind: CountingKind, nowMs: number, periodMs: number): number {
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
