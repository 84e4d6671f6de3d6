import type { Logger } from '@sluice/runtime/logging/logger';
import { pauseFor } from '@sluice/runtime/pause-for';
import type { Database } from '@sluice/runtime/postgres/database';
import type { Background } from '@sluice/runtime/start-app';
import { chainAuditRows } from './store/chain-audit-rows.js';

const batch = 500;

/** Chains new lines of history by hash, a moment after they were folded. */
export class AuditChain implements Background {
  readonly name = 'audit chain';
  readonly #database: Database;
  readonly #logger: Logger;
  readonly #everyMs: number;
  readonly #stopping = new AbortController();
  #running: Promise<void> = Promise.resolve();

  constructor(options: { database: Database; logger: Logger; everyMs: number }) {
    this.#database = options.database;
    this.#logger = options.logger;
    this.#everyMs = options.everyMs;
  }

  start(): void {
    this.#running = this.#run();
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#running;
  }

  async #run(): Promise<void> {
    while (!this.#stopping.signal.aborted) {
      const chained = await this.#chain();
      if (chained < batch) await pauseFor(this.#everyMs, this.#stopping.signal);
    }
  }

  /** What fails, Postgres being away above all, is tried again after the pause: the lines are still there. */
  async #chain(): Promise<number> {
    try {
      return await chainAuditRows(this.#database, batch);
    } catch (thrown) {
      this.#logger.warn({ err: thrown }, 'new lines of history could not be chained yet');
      return 0;
    }
  }
}
