import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname } from 'node:path';

/** Below the range from which systems take the ports of outgoing connections, so that those do not get in the way. */
const lowest = 15_000;
const highest = 31_999;

/**
 * Ports that are free now, each remembered in a file under its name: the next start has the same ones, unless somebody
 * else took one in the meantime.
 */
export class Ports {
  #file;
  #taken;

  constructor(file) {
    this.#file = file;
    this.#taken = readPorts(file);
  }

  async get(name) {
    const remembered = this.#taken[name];
    if (remembered !== undefined && (await isFree(remembered))) return remembered;
    const port = await this.#find();
    this.#taken[name] = port;
    mkdirSync(dirname(this.#file), { recursive: true });
    writeFileSync(this.#file, `${JSON.stringify(this.#taken, null, 2)}\n`, { mode: 0o600 });
    return port;
  }

  /** The wanted port if it is free, else another one. */
  async prefer(name, wanted) {
    if (await isFree(wanted)) return wanted;
    const port = await this.get(name);
    process.stdout.write(`Port ${wanted} is taken: ${name} listens on ${port}\n`);
    return port;
  }

  async #find() {
    const own = new Set(Object.values(this.#taken));
    for (let tries = 0; tries < 1_000; tries++) {
      const port = lowest + Math.floor(Math.random() * (highest - lowest));
      if (!own.has(port) && (await isFree(port))) return port;
    }
    throw new Error(`No free TCP port between ${lowest} and ${highest} on 127.0.0.1`);
  }
}

export function isFree(port) {
  return new Promise((resolve) => {
    const server = createServer();
    server.on('error', () => resolve(false));
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => server.close(() => resolve(true)));
  });
}

function readPorts(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return {};
  }
}
