import { setTimeout as wait } from 'node:timers/promises';

/** Waits, and ends early without an error when one of the signals aborts. */
export async function pauseFor(ms: number, ...signals: readonly AbortSignal[]): Promise<void> {
  try {
    await wait(ms, undefined, { signal: AbortSignal.any([...signals]) });
  } catch {
    // Ended early: the caller looks at its signals.
  }
}

/** Half to one and a half of `ms`, so that many who wait for the same thing do not all come back at once. */
export const withJitter = (ms: number): number => ms * (0.5 + Math.random());
