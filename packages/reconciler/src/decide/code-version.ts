import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';

/**
 * Which code decides: the version of the app's package and a digest of its files and of the reconciler's. A document on
 * which it threw is decided again by other code, so any fix counts, also one that nobody gave a new version number.
 * `source`: the `import.meta.url` of a file at the top of the app's code.
 */
export function codeVersionOf(source: string): string {
  const { version } = JSON.parse(readFileSync(new URL('../package.json', source), 'utf8')) as { version: string };
  const digest = createHash('sha256');
  for (const folder of [new URL('.', source), new URL('..', import.meta.url)]) addFolder(folder, digest);
  return `${version}+${digest.digest('hex').slice(0, 12)}`;
}

function addFolder(folder: URL, digest: ReturnType<typeof createHash>): void {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(isCode).toSorted();
  for (const name of names) digest.update(`${name}\n`).update(readFileSync(new URL(encodeURI(name), folder)));
}

/** Compiled or not; declarations and specs decide nothing. */
const isCode = (name: string): boolean => /\.(js|ts)$/.test(name) && !/\.(d|spec)\.(js|ts)$/.test(name);
