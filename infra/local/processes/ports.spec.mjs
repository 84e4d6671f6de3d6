import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { Ports } from './ports.mjs';

let folder;
let file;
const servers = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sluice-ports-'));
  file = join(folder, 'ports.json');
});

afterEach(() => {
  for (const server of servers.splice(0)) server.close();
  rmSync(folder, { recursive: true, force: true });
});

async function occupy(port) {
  const server = createServer().listen(port, '127.0.0.1');
  servers.push(server);
  await once(server, 'listening');
}

it('the next start has the same ports, each name its own', async () => {
  const first = new Ports(file);
  const [kafka, postgres] = [await first.get('kafka'), await first.get('postgres')];
  expect(kafka).not.toBe(postgres);
  const next = new Ports(file);
  expect([await next.get('kafka'), await next.get('postgres')]).toEqual([kafka, postgres]);
});

it('a port that somebody else took is replaced, and the replacement remembered', async () => {
  const taken = await new Ports(file).get('kafka');
  await occupy(taken);
  const other = await new Ports(file).get('kafka');
  expect(other).not.toBe(taken);
  expect(await new Ports(file).get('kafka')).toBe(other);
});

it('a wanted port is used if it is free', async () => {
  const wanted = await new Ports(file).get('somebody');
  expect(await new Ports(file).prefer('ingress', wanted)).toBe(wanted);
  await occupy(wanted);
  expect(await new Ports(file).prefer('ingress', wanted)).not.toBe(wanted);
});
