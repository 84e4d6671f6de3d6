import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { runSluice } from './run-sluice.js';

async function completion(shell: string): Promise<string> {
  let out = '';
  const code = await runSluice(['completion', shell], {
    environment: {},
    folder: '/',
    user: 'Mieke Peeters',
    out: (text) => (out += text),
    err: () => undefined,
  });
  expect(code).toBe(0);
  return out;
}

/** What bash offers after these words, the last of which is being typed. */
function offered(script: string, words: readonly string[]): string[] {
  const set = words.map((word) => `'${word}'`).join(' ');
  const typed = `COMP_WORDS=(sluice ${set}); COMP_CWORD=${words.length}; _sluice; printf '%s\\n' "\${COMPREPLY[@]}"`;
  const { stdout, stderr, status } = spawnSync('bash', ['--norc', '-c', `${script}\n${typed}`], { encoding: 'utf8' });
  expect([stderr, status]).toEqual(['', 0]);
  return stdout.split('\n').filter((line) => line !== '');
}

describe('bash completes', () => {
  it.each([
    [['rec'], ['records']],
    [['records', 'l'], ['list']],
    [['records', 'list', '--sta'], ['--status']],
    [['records', 'list', '--status', 'In'], ['In\\ progress']],
    [['records', 'list', '--limit', '5', '--type', 'sup'], ['supplier']],
    [['mappings', 'export', '--table', 'un'], ['unit']],
    [
      ['ping', ''],
      ['coupa', 'm3', '--env-file', '-o', '--output', '-h', '--help'],
    ],
    [['completion', 'f'], ['fish']],
  ])('%j to %j', async (words, expected) => {
    expect(offered(await completion('bash'), words)).toEqual(expected);
  });
});

it('fish knows every command with its options and their values', async () => {
  const script = await completion('fish');
  expect(script).toContain(`complete -c sluice -n 'not __fish_seen_subcommand_from records mappings`);
  expect(script).toMatch(
    /from records; and __fish_seen_subcommand_from list' -l status -x -a 'Received In\\ progress /,
  );
  expect(script).toMatch(/from mappings; and __fish_seen_subcommand_from import' -F$/m);
});

it('zsh knows the same as bash', async () => {
  expect(await completion('zsh')).toContain(await completion('bash'));
});
