import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { inRoot } from '../bootstrap/paths.mjs';
import { Notice } from '../bootstrap/progress.mjs';
import { lastLines } from '../bootstrap/run-command.mjs';
import { startProcess } from '../processes/start-process.mjs';
import { waitUntil } from '../processes/wait-until.mjs';

const readyWithinMs = 180_000;

/** Before an app that ended is started again; longer each time, unless it ran well for a while. */
const pausesMs = [1_000, 2_000, 5_000, 10_000];
const wellAfterMs = 60_000;

/** What a process of ours needs from the person's own environment, and no more. */
export const plainEnvironment = () =>
  Object.fromEntries(
    ['PATH', 'HOME', 'TMPDIR', 'LANG', 'HTTPS_PROXY', 'NO_PROXY', 'NODE_EXTRA_CA_CERTS']
      .filter((name) => process.env[name] !== undefined)
      .map((name) => [name, process.env[name]]),
  );

/**
 * One app as a process of its own. Once it was ready it is started again whenever it ends by itself, as an orchestrator
 * would do; before that, an end is a failure, and reported.
 */
export class RunningApp {
  #name;
  #environment;
  #folder;
  #process;
  #stopping = new AbortController();
  #wasReady = false;
  #endings = 0;

  constructor({ name, environment, folder }) {
    this.#name = name;
    this.#environment = environment;
    this.#folder = folder;
    this.#start();
  }

  get url() {
    return `http://127.0.0.1:${this.#environment.PORT ?? this.#environment.SANDBOX_PORT}`;
  }

  get #token() {
    const own = `SLUICE_${this.#name.toUpperCase().replaceAll('-', '_')}_TOKEN`;
    return this.#environment[own] ?? this.#environment.SLUICE_API_TOKEN;
  }

  /** Resolves when the app answers that it is ready, else throws a `Notice` with what it wrote last. */
  async ready(signal) {
    let ended;
    void this.#process.exited.then((end) => (ended = end));
    let answer = 'nothing';
    const isReady = async () => {
      if (ended !== undefined) return true;
      const { ok, text } = await readiness(this.url, this.#token);
      answer = text;
      return ok;
    };
    const inTime = await waitUntil(isReady, { withinMs: readyWithinMs, everyMs: 200, signal });
    if (ended !== undefined) throw this.#notice(`${this.#name} did not start (${ended.reason})`);
    if (!inTime)
      throw this.#notice(`${this.#name} was not ready after ${readyWithinMs / 1000} s; it answers: ${answer}`);
    this.#wasReady = true;
  }

  async stop() {
    this.#stopping.abort();
    await this.#process.stop();
  }

  #start() {
    this.#process = startProcess({
      name: this.#name,
      command: process.execPath,
      args: [inRoot('apps', this.#name, 'dist/main.js')],
      cwd: inRoot(),
      env: { ...plainEnvironment(), ...this.#environment },
      logFile: join(this.#folder.logs, `${this.#name}.log`),
      runFolder: this.#folder.run,
      graceMs: 20_000,
    });
    void this.#startAgain(this.#process);
  }

  async #startAgain(ended) {
    const startedAt = Date.now();
    const { reason } = await ended.exited;
    if (this.#stopping.signal.aborted || !this.#wasReady) return;
    this.#endings = Date.now() - startedAt > wellAfterMs ? 0 : this.#endings + 1;
    const pauseMs = pausesMs[Math.min(this.#endings, pausesMs.length - 1)];
    process.stderr.write(
      `${this.#name} ended (${reason}); it is started again in ${pauseMs / 1000} s. See ${ended.logFile}\n`,
    );
    await pause(pauseMs, undefined, { signal: this.#stopping.signal }).catch(() => undefined);
    if (!this.#stopping.signal.aborted) this.#start();
  }

  #notice(what) {
    const { logFile } = this.#process;
    return new Notice(`${what}. The end of ${logFile}:\n${lastLines(readFileSync(logFile, 'utf8'), 15)}`);
  }
}

/** Details of what is wrong are given only with the token. */
async function readiness(url, token) {
  try {
    const answer = await fetch(`${url}/health/ready`, {
      headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
      signal: AbortSignal.timeout(5_000),
    });
    return { ok: answer.status === 200, text: await answer.text() };
  } catch (error) {
    return { ok: false, text: String(error.cause ?? error) };
  }
}
