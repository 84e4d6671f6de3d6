import type { Background } from './app-parts.js';
import { pauseFor, withJitter } from './pause-for.js';

export interface WorkToRepeat {
  readonly name: string;
  /** Returns `at-once` when there is more to do, so that the next run follows without a pause. */
  readonly work: () => Promise<'at-once' | void>;
  /** The average pause between runs; jittered, so that many processes do not run in step. */
  readonly everyMs: number;
  /** pino fits. */
  readonly log: { warn(fields: { err: unknown }, message: string): void };
  /** The message that is logged when it fails; it is tried again after the pause. */
  readonly failed: string;
}

/** Runs work at the start and then periodically, never two runs at the same time, until it is stopped. */
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
