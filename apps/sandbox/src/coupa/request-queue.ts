import type { Clock } from '../clock.js';

interface Rate {
  /** 0 is without limit. */
  readonly requestsPerSecond: number;
  readonly queuedRequests: number;
}

/**
 * Coupa's limit: so many requests a second; those that come faster wait in a queue, and who finds the queue full is turned
 * away. Whether it holds for the instance or for each client is not said: here for the instance.
 */
export class RequestQueue {
  private nextTurnMs = 0;

  constructor(private readonly clock: Clock) {}

  /** False when the queue is full; true once it is the caller's turn. */
  async enter({ requestsPerSecond, queuedRequests }: Rate): Promise<boolean> {
    if (requestsPerSecond === 0) return true;
    const intervalMs = this.clock.scaled(1000 / requestsPerSecond);
    const nowMs = this.clock.now().getTime();
    const turnMs = Math.max(this.nextTurnMs, nowMs);
    // A quarter of an interval of grace: the clock is read in whole milliseconds.
    if (turnMs - nowMs > intervalMs * (queuedRequests + 0.25)) return false;
    this.nextTurnMs = turnMs + intervalMs;
    if (turnMs > nowMs) await this.clock.waitUntil(turnMs);
    return true;
  }
}
