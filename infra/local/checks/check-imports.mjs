import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { cruise } from 'dependency-cruiser';

/**
 * The imports below `folder` that .dependency-cruiser.mjs forbids, one sentence each, and all modules with their imports.
 * dependency-cruiser looks from the folder in which the process runs, so that must be `folder`.
 */
export async function checkImports(folder) {
  const { default: config } = await import(pathToFileURL(join(folder, '.dependency-cruiser.mjs')));
  const sources = ['apps', 'packages'].flatMap((group) =>
    readdirSync(join(folder, group)).map((name) => join(group, name, 'src')),
  );
  const { forbidden, options } = config;
  const { output } = await cruise(
    sources.filter((source) => existsSync(join(folder, source))),
    { ...options, ruleSet: { forbidden }, validate: true },
    options.enhancedResolveOptions,
  );
  const why = new Map(forbidden.map(({ name, comment }) => [name, comment]));
  const violations = output.summary.violations.map(
    ({ from, to, cycle, rule }) => `${from} imports ${wayOf(to, cycle)}: ${rule.name}. ${why.get(rule.name)}`,
  );
  return { violations, modules: output.modules };
}

/** Of a circle, every file on the way back. */
const wayOf = (to, cycle) => (cycle === undefined ? to : cycle.map(({ name }) => name).join(', which imports '));
