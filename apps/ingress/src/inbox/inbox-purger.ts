import type { Logger } from '@sluice/runtime/logging/logger';
import { pauseFor, withJitter } from '@sluice/runtime/pause-for';
import type { Background } from '@sluice/runtime/start-app';

export interface Purging {
  /** Answers how many events were forgotten. */
  readonly purge: () => Promise<number>;
  readonly intervalMs: number;
  readonly logger: Logger;
  readonly count: (purged: number) => void;
}

/** Forgets old events now and then; several at once do no harm. */
export class InboxPurger implements Background {
  readonly name = 'inbox-purger';
  readonly #purging: Purging;
  readonly #stopping = new AbortController();
  #running: Promise<void> = Promise.resolve();

  constructor(purging: Purging) {
    this.#purging = purging;
  }

  start(): void {
    this.#running = this.#run();
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#running;
  }

  async #run(): Promise<void> {
    const { purge, intervalMs, logger, count } = this.#purging;
    while (!this.#stopping.signal.aborted) {
      try {
        const purged = await purge();
        count(purged);
        if (purged > 0) logger.info({ purged }, 'old events were forgotten');
      } catch (thrown) {
        logger.warn({ err: thrown }, 'old events could not be forgotten and are tried again');
      }
      await pauseFor(withJitter(intervalMs), this.#stopping.signal);
    }
  }
}
