import { seconds } from '../bootstrap/progress.mjs';

/** What was started, so that it can be stopped in the opposite order. */
export class StopStack {
  #stops = [];

  /** Without a name nothing is printed: such a stop takes no time. */
  push(name, stop) {
    this.#stops.push({ name, stop });
  }

  /** Stops everything even if one of them fails; what failed is printed. */
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
