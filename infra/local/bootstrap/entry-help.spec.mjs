import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inRoot } from './paths.mjs';

let clone;

/** Only what git gives: no packages, nothing compiled, and of the apps nothing at all. */
beforeAll(() => {
  clone = mkdtempSync(join(tmpdir(), 'sluice-clone-'));
  cpSync(inRoot('package.json'), join(clone, 'package.json'));
  cpSync(inRoot('infra'), join(clone, 'infra'), {
    recursive: true,
    filter: (path) => !path.endsWith('/node_modules'),
  });
  mkdirSync(join(clone, 'tests'));
  cpSync(inRoot('tests/bench'), join(clone, 'tests/bench'), { recursive: true });
});

afterAll(() => rmSync(clone, { recursive: true, force: true }));

const { scripts } = JSON.parse(readFileSync(inRoot('package.json'), 'utf8'));

/** Runs without npm and without anything in PATH that could fetch or compile. */
const run = (command, ...args) =>
  spawnSync(process.execPath, [scripts[command].split(' ')[1], ...args], {
    cwd: clone,
    encoding: 'utf8',
    env: { PATH: '/nowhere' },
  });

/** Whoever looks around must not have to wait for an installation, nor have one made. */
describe('a fresh clone answers at once, and installs nothing', () => {
  it.each(['demo', 'start', 'test', 'bench'])('npm run %s -- --help', (command) => {
    for (const asked of ['--help', '-h']) {
      const { status, stdout, stderr } = run(command, asked);
      expect(stderr).toBe('');
      expect(stdout).toMatch(new RegExp(`^npm (run )?${command} \\[-- `));
      expect(status).toBe(0);
    }
    expect(existsSync(join(clone, 'node_modules'))).toBe(false);
    expect(existsSync(join(clone, '.sluice'))).toBe(false);
  });

  it.each([
    ['demo', '--onse'],
    ['demo', '--timeout=soon'],
    ['start', '--restart'],
    ['test', 'everything'],
    ['bench', 'nothing'],
  ])('npm run %s -- %s names what is wrong', (command, wrong) => {
    const { status, stderr } = run(command, wrong);
    expect(stderr).toContain(wrong.replace(/^.*=/, ''));
    expect(status).toBe(1);
    expect(existsSync(join(clone, '.sluice'))).toBe(false);
  });
});
