import { pauseFor, withJitter } from './pause-for.js';
import type { Background } from './start-app.js';

export interface WorkToRepeat {
  readonly name: string;
  /** Answers `at-once` when it left something undone, so that it is not paused. */
  readonly work: () => Promise<'at-once' | void>;
  /** The pause between two times, on average: many processes must not work in step. */
  readonly everyMs: number;
  /** pino fits. */
  readonly log: { warn(fields: { err: unknown }, message: string): void };
  /** What is logged when it fails; then it is tried again after the pause. */
  readonly failed: string;
}

/** Does something at the start and now and then, never twice at once, until it is stopped. */
export class RepeatedWork implements Background {
  readonly name: string;
  readonly #repeated: WorkToRepeat;
  readonly #stopping = new AbortController();
  #running: Promise<void> = Promise.resolve();

  constructor(repeated: WorkToRepeat) {
    this.name = repeated.name;
    this.#repeated = repeated;
  }

  start(): void {
    this.#running = this.#run();
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#running;
  }

  async #run(): Promise<void> {
    const { everyMs } = this.#repeated;
    while (!this.#stopping.signal.aborted)
      if ((await this.#workOnce()) !== 'at-once') await pauseFor(withJitter(everyMs), this.#stopping.signal);
  }

  async #workOnce(): Promise<'at-once' | void> {
    const { work, log, failed } = this.#repeated;
    try {
      return await work();
    } catch (thrown) {
      log.warn({ err: thrown }, failed);
    }
  }
}
