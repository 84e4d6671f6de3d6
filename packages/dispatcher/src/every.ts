/** Does something again and again, never twice at once, until it is stopped. A failure is for the next time. */
export class Every {
  readonly #ms: number;
  readonly #work: () => Promise<unknown>;
  #timer: NodeJS.Timeout | undefined;
  #working: Promise<unknown> = Promise.resolve();
  #stopped = false;

  constructor(ms: number, work: () => Promise<unknown>) {
    this.#ms = ms;
    this.#work = work;
  }

  start(): void {
    if (this.#stopped) return;
    this.#timer = setTimeout(() => {
      this.#working = this.#work()
        .catch(() => undefined)
        .then(() => this.start());
    }, this.#ms);
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    await this.#working;
  }
}
