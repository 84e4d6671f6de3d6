import type { Database } from '@sluice/runtime/postgres/database';
import { newId } from '@sluice/runtime/ids';
import { Signal } from '@sluice/runtime/signal';
import { noTracing, type Tracing } from '@sluice/runtime/tracing/tracing';
import { askAgain } from '../publish/ask-again.js';
import type { AnyDomain } from '../decision.js';
import type { ReconcilerSettings } from '../settings.js';
import { insertSeeds, makeCalledUpDue } from '../waiting/call-up.js';
import { wakeForChangedKeys, wakeWaiting } from '../waiting/wake-waiting.js';
import type { DecideContext } from './decide-context.js';
import { decideNextDocument } from './decide-document.js';
import { retryStuck } from './mark-stuck.js';
import { Postponed } from './postponed.js';

/** Where the loop logs; pino fits. */
export interface LoopLog {
  info(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

export interface DecideLoopOptions {
  readonly database: Database;
  readonly domains: readonly AnyDomain[];
  readonly settings: ReconcilerSettings;
  /** Of the running release: a document on which it threw is tried again by another. */
  readonly codeVersion: string;
  readonly log: LoopLog;
  /** Left out, there are no spans. */
  readonly tracing?: Tracing;
  /** How many documents are decided at the same time in this process. */
  readonly concurrency?: number;
}

/**
 * Decides whatever is due, several documents at a time, and sees to it that what must become due does. Any number of
 * processes may run one on the same database. `stop` lets the documents at hand be finished.
 */
export class DecideLoop {
  readonly name = 'decide-loop';
  readonly #context: DecideContext;
  readonly #log: LoopLog;
  readonly #concurrency: number;
  readonly #due = new Signal();
  readonly #committed = new Signal();
  readonly #stopped = new Signal();
  #running: Promise<unknown> | undefined;
  #stopping = false;

  constructor(options: DecideLoopOptions) {
    const { database, domains, settings, codeVersion, log, tracing = noTracing, concurrency = 2 } = options;
    const byType = new Map(domains.map((domain) => [domain.type, domain]));
    const postponed = new Postponed(10 * settings.pollMs, 10 * settings.rescanMs);
    this.#context = { database, domains: byType, settings, codeVersion, newId, tracing, postponed };
    this.#log = log;
    this.#concurrency = concurrency;
    database.onCommit(() => {
      // A message makes one document due. Deciding it is a commit as well, which wakes another decider for the next one.
      this.#due.giveToOne();
      this.#committed.give();
    });
  }

  start(): void {
    if (this.#running) return;
    this.#stopping = false;
    const { pollMs, rescanMs } = this.#context.settings;
    // One looks now and then for what became due in another process or by time; the others are woken when there is more.
    const deciders = Array.from({ length: this.#concurrency }, (_, index) =>
      this.#decide(index === 0 ? pollMs : rescanMs),
    );
    this.#running = Promise.all([...deciders, this.#makeDue()]);
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    this.#due.give();
    this.#committed.give();
    this.#stopped.give();
    await this.#running;
    this.#running = undefined;
  }

  async #decide(idleMs: number): Promise<void> {
    for (let claims = 0; !this.#stopping; claims += 1) {
      const next = this.#due.next();
      // Two of ten claims take what has been due for longest, so that a flood of live documents starves no replay.
      const order = claims % 5 === 4 ? 'age' : 'priority';
      const decided = await this.#attempt('deciding', () => decideNextDocument(this.#context, order));
      if (decided === undefined) await next.within(idleMs);
    }
  }

  /**
   * Makes documents due that nobody else does: at the start the seeds; after commits those for which a key changed or which
   * were called up; and now and then those that wait, were not answered, or got stuck under another release.
   */
  async #makeDue(): Promise<void> {
    const { database, settings } = this.#context;
    const seeds = [...this.#context.domains.values()].flatMap(({ type, seeds: ids = [] }) =>
      ids.map((id) => ({ type, id })),
    );
    let rescannedAt = Number.NEGATIVE_INFINITY;
    while (!this.#stopping) {
      const next = this.#committed.next();
      if (performance.now() - rescannedAt >= settings.rescanMs) {
        rescannedAt = performance.now();
        await this.#wakes('inserting seeds', () => insertSeeds(database, seeds));
        await this.#wakes('waking waiting documents', () => wakeWaiting(database, 'all'));
        await this.#wakes('retrying stuck documents', () => retryStuck(this.#context));
        await this.#attempt('asking for unanswered commands', () => askAgain(this.#context));
      }
      await this.#wakes('waking for changed keys', () => wakeForChangedKeys(database));
      await this.#wakes('making called-up documents due', () => makeCalledUpDue(database));
      await next.within(Math.max(0, rescannedAt + settings.rescanMs - performance.now()));
    }
  }

  async #wakes(what: string, wake: () => Promise<number>): Promise<void> {
    const woken = await this.#attempt(what, wake);
    if (woken) this.#due.give();
  }

  /** What is thrown here passes by itself; until then there is a pause between attempts. */
  async #attempt<Result>(what: string, work: () => Promise<Result>): Promise<Result | undefined> {
    try {
      return await work();
    } catch (thrown) {
      this.#log.error({ err: thrown, postponed: this.#context.postponed.keys() }, `${what} failed and is tried again`);
      // While it pauses, another takes what it was woken for.
      this.#due.giveToOne();
      if (!this.#stopping) await this.#stopped.next().within(10 * this.#context.settings.pollMs);
      return undefined;
    }
  }
}
