import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const root = new URL('../../../', import.meta.url);

const filesBelow = (folder: string, ending: string): string[] =>
  readdirSync(new URL(folder, root), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith(ending) && !/(^|\/)(node_modules|dist)\//.test(name))
    .map((name) => `${folder}${name}`);

function namesIn(files: readonly string[], pattern: RegExp): string[] {
  const names: string[] = files.flatMap((file) => readFileSync(new URL(file, root), 'utf8').match(pattern) ?? []);
  return [...new Set(names)].toSorted();
}

const sources = [...filesBelow('packages/', '.ts'), ...filesBelow('apps/', '.ts')].filter(
  (file) => file.includes('/src/') && !file.endsWith('.spec.ts') && !file.startsWith('apps/cli/'),
);
const measured = namesIn(sources, /(?<=')sluice_[a-z_]+(?=')/g);

/** An alarm on a metric that no app has never goes off. */
it('every metric that the guides name is one of an app', () => {
  expect(measured).toEqual(
    expect.arrayContaining(namesIn(filesBelow('docs/operations/', '.md'), /\bsluice_[a-z_]+\b/g)),
  );
});

it('every metric of an app is explained', () => {
  expect(namesIn(['docs/operations/metrics.md'], /(?<=^\| `)sluice_[a-z_]+(?=` +\|)/gm)).toEqual(measured);
});
