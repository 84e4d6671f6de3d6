import type { Logger } from '@sluice/runtime/logging/logger';
import { pauseFor, withJitter } from '@sluice/runtime/pause-for';
import type { Background } from '@sluice/runtime/start-app';

export interface Polling {
  readonly open: () => Promise<void>;
  /** Begins the rounds that are due. */
  readonly beginDue: () => Promise<number>;
  /** How often it is asked what is due. */
  readonly lookMs: number;
  readonly logger: Logger;
}

/** Looks into Coupa's lists now and then, for what no webhook and no call-out announced. */
export class Poller implements Background {
  readonly name = 'poller';
  readonly #polling: Polling;
  readonly #stopping = new AbortController();
  #running: Promise<void> = Promise.resolve();

  constructor(polling: Polling) {
    this.#polling = polling;
  }

  start(): void {
    this.#running = this.#run();
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#running;
  }

  async #run(): Promise<void> {
    const { open, beginDue, lookMs, logger } = this.#polling;
    let isOpen = false;
    while (!this.#stopping.signal.aborted) {
      try {
        if (!isOpen) await open();
        isOpen = true;
        await beginDue();
      } catch (thrown) {
        logger.warn({ err: thrown }, 'the poll could not go on and tries again');
      }
      await pauseFor(withJitter(lookMs), this.#stopping.signal);
    }
  }
}
