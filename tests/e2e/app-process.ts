import { once } from 'node:events';
import { spawn, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { AppName } from '@sluice/shared/apps';
import { eventually } from '@sluice/testing/eventually';
import { request } from 'undici';
import type { World } from './world.js';

/** An app as an operating system sees it: a process that can be killed. */
export class AppProcess {
  readonly #app: AppName;
  readonly #environment: Record<string, string>;
  #process: ChildProcess | undefined;
  #log = '';

  constructor(app: AppName, world: World) {
    this.#app = app;
    this.#environment = world.environmentOf(app);
  }

  async start(): Promise<void> {
    const main = fileURLToPath(new URL(`../../apps/${this.#app}/dist/main.js`, import.meta.url));
    const started = spawn(process.execPath, [main], {
      env: { PATH: process.env['PATH'], ...this.#environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#process = started;
    for (const stream of [started.stdout, started.stderr])
      stream?.on('data', (data: Buffer) => (this.#log = (this.#log + data.toString()).slice(-5_000_000)));
    await eventually(
      async () => {
        if (started.exitCode !== null)
          throw new Error(`${this.#app} ended with ${started.exitCode}:\n${this.#log.slice(-20_000)}`);
        const { statusCode, body } = await request(`http://127.0.0.1:${this.#environment['PORT']}/health/ready`);
        await body.dump();
        if (statusCode !== 200)
          throw new Error(`${this.#app} is not ready (${statusCode}):\n${this.#log.slice(-20_000)}`);
        return true;
      },
      { withinMs: 60_000 },
    );
  }

  /** What it has printed so far. */
  get log(): string {
    return this.#log;
  }

  /** As when the machine loses its power: no word of warning. */
  kill(): Promise<void> {
    return this.#end('SIGKILL');
  }

  stop(): Promise<void> {
    return this.#end('SIGTERM');
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    const running = this.#process;
    this.#process = undefined;
    if (running === undefined || running.exitCode !== null || running.signalCode !== null) return;
    const ended = once(running, 'exit');
    running.kill(signal);
    await ended;
  }
}
