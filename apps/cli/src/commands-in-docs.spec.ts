import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { runSluice } from './run-sluice.js';

const root = new URL('../../../', import.meta.url);
const pages = [
  'README.md',
  ...readdirSync(new URL('docs/', root), { recursive: true })
    .map((name) => `docs/${String(name)}`)
    .filter((name) => name.endsWith('.md')),
];

/** Every command line of `sluice` in a code span or block, as its subcommands and its long options. */
function commandsOf(page: string): { line: string; path: string[]; options: string[] }[] {
  const text = readFileSync(new URL(page, root), 'utf8');
  const spans = [...text.matchAll(/^```\w*\n([\s\S]*?)^```/gm)].flatMap(([, block = '']) => block.split('\n'));
  const inline = [...text.replaceAll(/^```[\s\S]*?^```/gm, '').matchAll(/`([^`\n]+)`/g)].map(([, span = '']) => span);
  return [...spans, ...inline].flatMap((span) => {
    const [, line] = /^\s*(?:npx )?sluice ([a-z][^#]*)/.exec(span) ?? [];
    if (line === undefined) return [];
    const words = line.trim().split(/\s+/);
    const end = words.findIndex((word) => !/^[a-z]+$/.test(word));
    const options = words.filter((word) => /^--[a-z-]+$/.test(word) && word !== '--help');
    return [{ line: line.trim(), path: end === -1 ? words : words.slice(0, end), options }];
  });
}

const commands = pages.flatMap((page) => commandsOf(page).map((command) => ({ page, ...command })));

/** Whoever reads these pages is in a hurry and types what stands there. */
it.each(commands)('$page: `sluice $line` is a command', async ({ path, options }) => {
  let out = '';
  const code = await runSluice([...path, '--help'], {
    environment: {},
    folder: '/',
    user: 'Mieke Peeters',
    out: (text) => (out += text),
    err: (text) => (out += text),
  });
  // A word that is no subcommand gets the help of the command above it, which takes no arguments but subcommands.
  const [, usage = '', takes = ''] = /^Usage: sluice([a-z ]*) (.*)$/m.exec(out) ?? [];
  const isWhole = usage.trim() === path.join(' ');
  expect({ code, isKnown: isWhole || (takes.includes('<') && path.join(' ').startsWith(usage.trim())) }).toEqual({
    code: 0,
    isKnown: true,
  });
  for (const option of options) expect(out).toContain(option);
});

it('the pages hold commands', () => {
  expect(commands.length).toBeGreaterThan(30);
});
