/** A number series of M3: counts on and never gives a number twice. */
export class Series {
  constructor(private next: number) {}

  take(): string {
    const number = this.next;
    this.next += 1;
    return String(number);
  }
}

/**
 * A beginning in nine digits that a later start of the sandbox does not repeat: it keeps nothing on disk, while whoever
 * talks to it remembers its numbers.
 */
export const seriesStartAt = (now: Date): number => Math.floor(now.getTime() / 1000) % 1_000_000_000;
