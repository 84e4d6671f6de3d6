/** One thing that an app needs to be of use. */
export interface Check {
  readonly name: string;
  /** Resolves with what is wrong, or nothing. What it throws is wrong, too. */
  run(): Promise<string | undefined | void>;
}

export interface CheckResult {
  readonly name: string;
  readonly ok: boolean;
  readonly problem?: string;
}

/** What the three health routes answer from. */
export class Health {
  readonly #checks: readonly Check[];
  readonly #patienceMs: number;
  #started = false;
  #fatal: string | undefined;
  #degraded: () => Promise<readonly string[]> = async () => [];

  constructor(checks: readonly Check[], patienceMs: number) {
    this.#checks = checks;
    this.#patienceMs = patienceMs;
  }

  /** Every consumer and background loop runs. */
  get started(): boolean {
    return this.#started;
  }

  noteStarted(): void {
    this.#started = true;
  }

  /** Something ended that cannot be had back in this process. */
  noteFatal(problem: string): void {
    this.#fatal ??= problem;
  }

  get fatal(): string | undefined {
    return this.#fatal;
  }

  /** Reasons why the app works with a picture that may be wrong; it stays ready. */
  degradedBy(ask: () => Promise<readonly string[]>): void {
    this.#degraded = ask;
  }

  async ready(): Promise<{ ready: boolean; checks: CheckResult[]; degraded: readonly string[] }> {
    const checks = await Promise.all(this.#checks.map((check) => this.#run(check)));
    if (!this.#started) checks.push({ name: 'started', ok: false, problem: 'the app is still starting' });
    if (this.#fatal !== undefined) checks.push({ name: 'consumer', ok: false, problem: this.#fatal });
    const ready = checks.every((check) => check.ok);
    return { ready, checks, degraded: ready ? await this.#degraded() : [] };
  }

  async #run(check: Check): Promise<CheckResult> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<string>((resolve) => {
      timer = setTimeout(() => resolve(`no answer within ${this.#patienceMs} ms`), this.#patienceMs);
    });
    try {
      const problem = await Promise.race([check.run(), late]);
      return typeof problem !== 'string' ? { name: check.name, ok: true } : { name: check.name, ok: false, problem };
    } catch (thrown) {
      return { name: check.name, ok: false, problem: thrown instanceof Error ? thrown.message : String(thrown) };
    } finally {
      clearTimeout(timer);
    }
  }
}
