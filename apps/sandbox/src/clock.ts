/** Time as the sandbox knows it. Every wait is multiplied by the scale; `now` is the real time. */
export class Clock {
  private readonly timers = new Set<NodeJS.Timeout>();
  private stopped = false;

  constructor(private readonly scale: number) {}

  now(): Date {
    return new Date();
  }

  scaled(durationMs: number): number {
    return durationMs * this.scale;
  }

  /** Runs the action once the scaled duration has passed, unless the clock is stopped before. */
  after(durationMs: number, action: () => void): void {
    this.afterReal(this.scaled(durationMs), action);
  }

  /** Never settles when the clock is stopped meanwhile: nobody is there any more to go on. */
  wait(durationMs: number): Promise<void> {
    return new Promise((resolve) => {
      this.after(durationMs, resolve);
    });
  }

  /** Until a moment of the real time. Never settles when the clock is stopped meanwhile. */
  waitUntil(timeMs: number): Promise<void> {
    return new Promise((resolve) => {
      this.afterReal(timeMs - this.now().getTime(), resolve);
    });
  }

  stop(): void {
    this.stopped = true;
    for (const timer of this.timers) clearTimeout(timer);
    this.timers.clear();
  }

  private afterReal(durationMs: number, action: () => void): void {
    if (this.stopped) return;
    const timer = setTimeout(
      () => {
        this.timers.delete(timer);
        action();
      },
      Math.max(0, durationMs),
    );
    this.timers.add(timer);
  }
}
