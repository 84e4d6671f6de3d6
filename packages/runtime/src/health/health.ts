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

export interface HealthOptions {
  /** Without one of them the app is of no use, and not ready. */
  readonly needs: readonly Check[];
  /** Without one of them the app is of use all the same, and degraded. */
  readonly optional: readonly Check[];
  /** How long a need may take to answer. */
  readonly patienceMs: number;
  /** How long a wish may take; short, so that one that hangs does not make the app look dead to who asks. */
  readonly optionalPatienceMs: number;
}

/** What the three health routes answer from. */
export class Health {
  readonly #options: HealthOptions;
  #started = false;
  #fatal: string | undefined;
  readonly #reasons: (() => Promise<readonly string[]>)[] = [];

  constructor(options: HealthOptions) {
    this.#options = options;
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

  /** More reasons why the app works with a picture that may be wrong, or not in full; it stays ready. */
  degradedBy(ask: () => Promise<readonly string[]>): void {
    this.#reasons.push(ask);
  }

  async ready(): Promise<{ ready: boolean; checks: CheckResult[]; degraded: readonly string[] }> {
    const { needs, optional, patienceMs, optionalPatienceMs } = this.#options;
    const [checks, wished] = await Promise.all([runAll(needs, patienceMs), runAll(optional, optionalPatienceMs)]);
    if (!this.#started) checks.push({ name: 'started', ok: false, problem: 'the app is still starting' });
    if (this.#fatal !== undefined) checks.push({ name: 'consumer', ok: false, problem: this.#fatal });
    const ready = checks.every((check) => check.ok);
    if (!ready) return { ready, checks, degraded: [] };
    const unmet = wished.filter((check) => !check.ok).map(({ name, problem }) => `${name}: ${problem}`);
    const reasons = await Promise.all(this.#reasons.map((ask) => ask()));
    return { ready, checks, degraded: [...unmet, ...reasons.flat()] };
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
