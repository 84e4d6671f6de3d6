import { mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { keepPrivate } from './data-folder.mjs';
import { startProcess } from './start-process.mjs';

let folder;

beforeEach(() => {
  const path = mkdtempSync(join(tmpdir(), 'sluice-folder-'));
  folder = { path, run: join(path, 'run'), logs: join(path, 'logs') };
});

afterEach(() => rmSync(folder.path, { recursive: true, force: true }));

const modeOf = (...parts) => (statSync(join(folder.path, ...parts)).mode & 0o777).toString(8);

it.each([
  ['an ordinary user', false, '700'],
  ['root, whose PostgreSQL runs as another user and passes through', true, '711'],
])('nobody else reads what a run keeps: %s', async (_, isRoot, mode) => {
  mkdirSync(join(folder.path, 'kafka'), { mode: 0o755 });
  keepPrivate(folder, isRoot);
  const command = { name: 'one', command: process.execPath, args: ['--version'], runFolder: folder.run };
  await startProcess({ ...command, logFile: join(folder.logs, 'one.log') }).exited;
  expect({ own: modeOf(), logs: modeOf('logs'), log: modeOf('logs/one.log'), kafka: modeOf('kafka') }).toEqual({
    own: mode,
    logs: '700',
    log: '600',
    kafka: '700',
  });
});
