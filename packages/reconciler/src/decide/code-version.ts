import { createHash, type Hash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, realpathSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * Which code decides: the version of the app's package, and a digest of its files and of those of every package of ours
 * that it depends on, directly or not. A document on which it threw is decided again by other code, so any fix counts,
 * also one that nobody gave a new version number, and also one in a package.
 * `source`: the `import.meta.url` of a file at the top of the app's code.
 */
export function codeVersionOf(source: string): string {
  const code = dirname(fileURLToPath(source));
  const digest = createHash('sha256');
  for (const folder of packagesOf(dirname(code)).toSorted()) addFolder(folder, basename(code), digest);
  return `${packageIn(dirname(code)).version}+${digest.digest('hex').slice(0, 12)}`;
}

interface Package {
  readonly name?: string;
  readonly version: string;
  readonly dependencies?: Readonly<Record<string, string>>;
}

const packageIn = (folder: string): Package =>
  JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Package;

/** The folder of a package, and those of all packages of ours below it. */
function packagesOf(folder: string, found = new Set<string>()): string[] {
  if (found.has(folder)) return [...found];
  found.add(folder);
  for (const name of Object.keys(packageIn(folder).dependencies ?? {}))
    if (name.startsWith('@sluice/')) packagesOf(installed(name, folder), found);
  return [...found];
}

/** Where Node finds a package from this folder. It is asked for its `package.json`, which our packages do not export. */
function installed(name: string, from: string): string {
  const folder = join(from, 'node_modules', name);
  if (existsSync(join(folder, 'package.json'))) return realpathSync(folder);
  if (dirname(from) === from) throw new Error(`The package ${name} is not installed: run npm install`);
  return installed(name, dirname(from));
}

/** `code`: the name of the folder in which the app's code lies, compiled or not; that of its packages has the same name. */
function addFolder(folder: string, code: string, digest: Hash): void {
  digest.update(`${packageIn(folder).name ?? ''}\n`);
  const names = readdirSync(join(folder, code), { recursive: true, encoding: 'utf8' }).filter(isCode).toSorted();
  for (const name of names) digest.update(`${name}\n`).update(readFileSync(join(folder, code, name)));
}

/** Declarations and specs decide nothing. */
const isCode = (name: string): boolean => /\.(js|ts)$/.test(name) && !/\.(d|spec)\.(js|ts)$/.test(name);
