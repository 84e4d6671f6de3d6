import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const linesMax = 30;
const why = 'One idea stands in one file.';

/** Small and apart for a reason. */
const exempt = [
  // Found by their name: by Node, the command line, Nest, and by whoever looks for what is decided.
  /\/(main|config|migrations|start)[.]ts$|[.](controller|module)[.]ts$/,
  /\/domain\/(decide|[a-z-]+-domain)[.]ts$/,
  // One of many of a kind, listed in one place: a command of the command line, a program of M3, a message.
  /^apps\/cli\/src\/[a-z-]+-command[.]ts$/,
  /^apps\/sandbox\/src\/m3\/(fields|programs)\//,
  /^packages\/shared\/src\/messages\//,
  // What Coupa's documents hold, one object a file.
  /^apps\/sandbox\/src\/coupa\/fields\//,
  // Its callers are specs.
  /^packages\/testing\//,
];

const isShipped = (file) => /^(apps|packages)\/[^/]+\/src\//.test(file) && !/[.]spec[.]ts$|\/fixtures\//.test(file);

/**
 * Files of fewer than 30 lines that just one other file imports: whoever reads the one must open the other, so they are
 * one idea in two places. What is loaded only when it is needed must stand apart. `modules` are dependency-cruiser's.
 */
export function findSmallFiles(folder, modules) {
  const shipped = modules.filter(({ source }) => isShipped(source));
  const importersOf = new Map(shipped.map(({ source }) => [source, []]));
  const loadedLate = new Set();
  for (const { source, dependencies } of shipped) {
    for (const file of new Set(dependencies.map(sourceOf))) importersOf.get(file)?.push(source);
    for (const one of dependencies.filter(({ dynamic }) => dynamic)) loadedLate.add(sourceOf(one));
  }
  return [...importersOf]
    .filter(([file]) => !loadedLate.has(file))
    .filter(([file, importers]) => importers.length === 1 && isNear(file, importers[0]))
    .filter(([file]) => !exempt.some((pattern) => pattern.test(file)))
    .map(([file, [importer]]) => ({ file, importer, lines: linesOf(join(folder, file)) }))
    .filter(({ lines }) => lines < linesMax)
    .map(
      ({ file, importer, lines }) => `${file} has ${lines} lines and serves only ${importer}: no-small-files. ${why}`,
    )
    .toSorted();
}

/** In one app or package: across their border nothing can be joined. */
const isNear = (one, other) => one.split('/')[1] === other.split('/')[1];

const linesOf = (file) => readFileSync(file, 'utf8').trimEnd().split('\n').length;

/** A package is met under its name, or as what was compiled of it; both stand for its source. */
function sourceOf({ module, resolved }) {
  const [, name, file] = /^@sluice\/([a-z-]+)\/(.+)$/.exec(module) ?? [];
  return name === undefined ? resolved : `packages/${name}/src/${file}.ts`;
}
