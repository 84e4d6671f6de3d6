/** Waits for a time or until somebody says that there may be work. A call that comes while nobody waits is not lost. */
export class WakeUp {
  #called = false;
  #waiting = new Set<() => void>();

  call(): void {
    this.#called = true;
    for (const wake of this.#waiting) wake();
  }

  async wait(ms: number): Promise<void> {
    if (!this.#called)
      await new Promise<void>((resolve) => {
        const done = (): void => {
          clearTimeout(timer);
          this.#waiting.delete(done);
          resolve();
        };
        const timer = setTimeout(done, ms);
        this.#waiting.add(done);
      });
    this.#called = false;
  }
}
