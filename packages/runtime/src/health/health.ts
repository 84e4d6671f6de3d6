/** One thing that an app depends on. */
export interface Check {
  readonly name: string;
  /** Resolves with the problem, or with nothing. Whatever it throws is a problem, too. */
  run(): Promise<string | undefined | void>;
}

export interface CheckResult {
  readonly name: string;
  readonly ok: boolean;
  readonly problem?: string;
}

export interface HealthOptions {
  /** How long a required check may take. */
  readonly patienceMs: number;
  /** How long an optional check may take; short, so that one that hangs does not let the whole answer time out. */
  readonly optionalPatienceMs: number;
  /** For how long an answer to a stranger is given again, so that many questions cost no more than one. */
  readonly strangersMs: number;
}

export interface Readiness {
  readonly ready: boolean;
  readonly checks: readonly CheckResult[];
  readonly degraded: readonly string[];
}

/** What the three health routes answer from. */
export class Health {
  readonly #options: HealthOptions;
  #started = false;
  #fatal: string | undefined;
  readonly #required: Check[] = [];
  readonly #optional: Check[] = [];
  readonly #reasons: (() => Promise<readonly string[]>)[] = [];
  #last: { readonly until: number; readonly readiness: Promise<Readiness> } | undefined;

  constructor(options: HealthOptions) {
    this.#options = options;
  }

  /** While one of these fails the app is not ready. */
  require(...checks: readonly Check[]): void {
    this.#required.push(...checks);
  }

  /** While one of these fails the app is ready all the same, and degraded. */
  prefer(...checks: readonly Check[]): void {
    this.#optional.push(...checks);
  }

  /** Every consumer and background loop runs. */
  get started(): boolean {
    return this.#started;
  }

  noteStarted(): void {
    this.#started = true;
  }

  /** Something failed for good: this process cannot recover. */
  noteFatal(problem: string): void {
    this.#fatal ??= problem;
  }

  get fatal(): string | undefined {
    return this.#fatal;
  }

  /** Adds reasons why the app works on incomplete or stale data, or not at full strength. It stays ready. */
  degradedBy(ask: () => Promise<readonly string[]>): void {
    this.#reasons.push(ask);
  }

  /** As `ready`, at most once in a while, whoever asks and however often. */
  readyForStrangers(now = performance.now()): Promise<Readiness> {
    if (this.#last === undefined || now >= this.#last.until)
      this.#last = { until: now + this.#options.strangersMs, readiness: this.ready() };
    return this.#last.readiness;
  }

  async ready(): Promise<Readiness> {
    const { patienceMs, optionalPatienceMs } = this.#options;
    const [checks, optional] = await Promise.all([
      runAll(this.#required, patienceMs),
      runAll(this.#optional, optionalPatienceMs),
    ]);
    if (!this.#started) checks.push({ name: 'started', ok: false, problem: 'the app is still starting' });
    if (this.#fatal !== undefined) checks.push({ name: 'consumer', ok: false, problem: this.#fatal });
    const ready = checks.every((check) => check.ok);
    if (!ready) return { ready, checks, degraded: [] };
    const unmet = optional.filter((check) => !check.ok).map(({ name, problem }) => `${name}: ${problem}`);
    const reasons = await Promise.all(this.#reasons.map((ask) => ask()));
    return { ready, checks, degraded: [...new Set([...unmet, ...reasons.flat()])] };
  }
}

const runAll = (checks: readonly Check[], patienceMs: number): Promise<CheckResult[]> =>
  Promise.all(checks.map((check) => runCheck(check, patienceMs)));

async function runCheck(check: Check, patienceMs: number): Promise<CheckResult> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<string>((resolve) => {
    timer = setTimeout(() => resolve(`no answer within ${patienceMs} ms`), patienceMs);
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
