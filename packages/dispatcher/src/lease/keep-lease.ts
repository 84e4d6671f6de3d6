import type { Database } from '@sluice/runtime/postgres/database';
import { Failure } from '@sluice/shared/failure';
import type { AttemptLog } from '../dispatcher-context.js';
import { releaseLease, renewLease, takeLease, type Lease, type LeaseWanted } from './take-lease.js';

export interface LeaseKeeperOptions extends LeaseWanted {
  readonly database: Database;
  readonly renewMs: number;
  readonly log: AttemptLog;
  /** What must be done after a take-over before the lease may be used; tried again until it succeeds. */
  readonly onTaken: (lease: Lease) => Promise<void>;
}

/** Takes the lease when it is free and renews it while it is held; see `Lease`. */
export class LeaseKeeper {
  readonly #options: LeaseKeeperOptions;
  #lease: Lease | undefined;
  #readyTerm = 0;
  #taking: Promise<void> | undefined;
  #timer: NodeJS.Timeout | undefined;
  #ticking: Promise<void> | undefined;
  #stopped = false;
  #notReadyBecause: string | undefined;

  constructor(options: LeaseKeeperOptions) {
    this.#options = options;
  }

  /** The lease, if it may be used at this moment. */
  current(): Lease | undefined {
    const lease = this.#lease;
    return lease !== undefined && lease.term === this.#readyTerm && performance.now() < lease.validUntil
      ? lease
      : undefined;
  }

  /** Why the lease is held and yet nothing may be sent, or nothing. */
  get problem(): string | undefined {
    return this.#lease === undefined ? undefined : this.#notReadyBecause;
  }

  start(): void {
    this.#ticking = this.#tick();
  }

  /** Releases the lease, so that a standby need not wait until it ends. */
  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    await this.#ticking;
    await this.#taking;
    const lease = this.#lease;
    this.#lease = undefined;
    if (lease !== undefined) await releaseLease(this.#options.database, lease).catch(() => undefined);
  }

  async #tick(): Promise<void> {
    const { database, log, account, leaseMs, renewMs } = this.#options;
    try {
      const held = this.#lease;
      const lease =
        held === undefined ? await takeLease(database, this.#options) : await renewLease(database, held, leaseMs);
      if (held === undefined && lease !== undefined) log.info({ account, term: lease.term }, 'took the lease');
      if (held !== undefined && lease === undefined) log.warn({ account, term: held.term }, 'lost the lease');
      this.#lease = lease;
      if (lease !== undefined && lease.term !== this.#readyTerm) this.#taking ??= this.#makeReady(lease);
    } catch (thrown) {
      // The lease stays until it ends; by then it is renewed, or `current` no longer answers it.
      log.warn({ account, err: thrown }, 'the lease could not be renewed');
    }
    if (!this.#stopped) this.#timer = setTimeout(() => (this.#ticking = this.#tick()), renewMs);
  }

  async #makeReady(lease: Lease): Promise<void> {
    try {
      await this.#options.onTaken(lease);
      this.#readyTerm = lease.term;
      this.#notReadyBecause = undefined;
    } catch (thrown) {
      this.#notReadyBecause = Failure.from(thrown, 'storage').message;
      this.#options.log.error({ account: lease.account, err: thrown }, 'the take-over could not be completed yet');
    } finally {
      this.#taking = undefined;
    }
  }
}
