import { seconds } from '../bootstrap/progress.mjs';

/** What was started, so that it can be stopped in the opposite order. */
export class StopStack {
  #stops = [];

  /** Without a name the stop is not told: it is over at once. */
  push(name, stop) {
    this.#stops.push({ name, stop });
  }

  /** Stops everything even if one of them fails; what failed is told. */
  async stopAll() {
    while (this.#stops.length > 0) {
      const { name, stop } = this.#stops.pop();
      const startedAt = Date.now();
      try {
        await stop();
        if (name !== undefined) process.stdout.write(`Stopped ${name} (${seconds(Date.now() - startedAt)})\n`);
      } catch (error) {
        process.stderr.write(`${name ?? 'Something'} could not be stopped: ${error?.message ?? error}\n`);
      }
    }
  }
}
