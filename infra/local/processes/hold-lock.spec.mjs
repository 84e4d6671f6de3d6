import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { takeLock, withLock } from './hold-lock.mjs';
import { identityOf } from './process-identity.mjs';

let folder;
let path;
const children = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sluice-lock-'));
  path = join(folder, 'one.lock');
});

afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

/** A process that takes the lock, says so, and lives until it is killed. */
async function holder() {
  const program = `import { takeLock } from ${JSON.stringify(new URL('hold-lock.mjs', import.meta.url).href)};
    console.log(takeLock(${JSON.stringify(path)}).release === undefined ? 'refused' : 'taken'); setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', program]);
  children.push(child);
  const [said] = await once(child.stdout, 'data');
  return { child, said: String(said).trim() };
}

it('one lock, one holder: the second is told which process has it', async () => {
  const { child, said } = await holder();
  expect(said).toBe('taken');
  expect(takeLock(path).holder?.pid).toBe(child.pid);
});

it('a lock whose holder was killed is taken over, and leaves nothing behind', async () => {
  const { child } = await holder();
  child.kill('SIGKILL');
  await once(child, 'exit');
  const { release } = takeLock(path);
  expect(release).toBeTypeOf('function');
  release();
  expect(readdirSync(folder)).toEqual([]);
});

it('a pid that belongs to another process by now is not the holder', () => {
  writeFileSync(path, JSON.stringify({ ...identityOf(process.pid), started: 'before the machine was restarted' }));
  expect(takeLock(path).release).toBeTypeOf('function');
});

it('work under the same lock is done one after the other', async () => {
  const order = [];
  const turn = (name) =>
    withLock(path, 'waiting', async () => {
      order.push(`${name} begins`);
      await new Promise((resolve) => setImmediate(resolve));
      order.push(`${name} ends`);
    });
  await Promise.all([turn('a'), turn('b')]);
  expect(order).toEqual(['a begins', 'a ends', 'b begins', 'b ends']);
});
