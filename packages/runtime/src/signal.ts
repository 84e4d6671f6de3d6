/** Wakes waiting callers. Call `next()` before you read the state: then no change while you read it is missed. */
export class Signal {
  #given = 0;
  readonly #waiting = new Set<() => void>();

  give(): void {
    this.#given += 1;
    for (const wake of this.#waiting) wake();
  }

  /** Wakes only the caller that has waited longest, for news that one can handle; it signals again if there is more. */
  giveToOne(): void {
    this.#given += 1;
    const [longest] = this.#waiting;
    longest?.();
  }

  /** The next signal, counted from now. */
  next(): { within(ms: number): Promise<void> } {
    const seen = this.#given;
    return { within: (ms) => (this.#given === seen ? this.#wait(ms) : Promise.resolve()) };
  }

  /** Removes its timer and listener at the end, so that waiting any number of times leaks nothing. */
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
