/** Wakes those who wait. Who takes `next()` before looking at the state cannot miss what happens while it looks. */
export class Signal {
  #given = 0;
  readonly #waiting = new Set<() => void>();

  give(): void {
    this.#given += 1;
    for (const wake of this.#waiting) wake();
  }

  /** Of those who wait, wakes the one that has waited longest: the news is for one, who passes it on if there is more. */
  giveToOne(): void {
    this.#given += 1;
    const [longest] = this.#waiting;
    longest?.();
  }

  /** The next time the signal is given, from now on. */
  next(): { within(ms: number): Promise<void> } {
    const seen = this.#given;
    return { within: (ms) => (this.#given === seen ? this.#wait(ms) : Promise.resolve()) };
  }

  /** Nothing of it is left when it is over, so that one may wait a million times for a signal that is never given. */
  #wait(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        this.#waiting.delete(done);
        resolve();
      };
      const timer = setTimeout(done, ms);
      this.#waiting.add(done);
    });
  }
}
