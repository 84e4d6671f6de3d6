/** Wakes those who wait. Who takes `next()` before looking at the state cannot miss what happens while it looks. */
export class Signal {
  #next = Promise.withResolvers<void>();

  give(): void {
    this.#next.resolve();
    this.#next = Promise.withResolvers<void>();
  }

  /** The next time the signal is given, from now on. */
  next(): { within(ms: number): Promise<void> } {
    const { promise } = this.#next;
    return {
      within: async (ms) => {
        let timer: NodeJS.Timeout | undefined;
        const elapsed = new Promise<void>((resolve) => {
          timer = setTimeout(resolve, ms);
        });
        await Promise.race([promise, elapsed]);
        clearTimeout(timer);
      },
    };
  }
}
