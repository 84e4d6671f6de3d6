import { scaleDurations } from '@sluice/runtime/durations';

/** How patient the reconciler is. All in milliseconds. */
export interface ReconcilerSettings {
  /** A command that was not answered for so long is asked for again, with the same id. */
  readonly askAgainMs: number;
  /** How often waiting, unanswered and stuck documents are looked through, in case a wake-up was lost. */
  readonly rescanMs: number;
  /** How often an idle loop looks for a due document when nothing wakes it: what another process made due is seen then. */
  readonly pollMs: number;
  /** Coupa is asked to hand out a missing reference at most once in this time, however many documents wait for it. */
  readonly referenceRequestEveryMs: number;
  /** A document that is due, or whose command the gateway has not reported about, for longer than that degrades the app. */
  readonly overdueAfterMs: number;
}

const production = {
  askAgainMs: 5 * 60_000,
  rescanMs: 5_000,
  pollMs: 100,
  referenceRequestEveryMs: 60 * 60_000,
  overdueAfterMs: 15 * 60_000,
};

/** The settings of production, every duration multiplied by `timeScale`: tests and the demo live faster. */
export const reconcilerSettings = (timeScale: number): ReconcilerSettings => scaleDurations(production, timeScale);
