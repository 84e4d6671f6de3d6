import { readFileSync, statSync } from 'node:fs';
import { parseEnv } from 'node:util';

/** What cannot be used of a file of secrets, each with what to do. */
export type EnvFile = { readonly values: Record<string, string> } | { readonly problems: readonly string[] };

/** Reads `.env`, unless others may read it too or a value in it would be cut. Loaded without a build, so it imports nothing of ours. */
export function readEnvFile(file: string): EnvFile {
  const exposed = exposureOf(file);
  const text = readFileSync(file, 'utf8');
  const problems = [...(exposed === undefined ? [] : [exposed]), ...cutValues(text, file)];
  return problems.length > 0 ? { problems } : { values: parseEnv(text) as Record<string, string> };
}

/** Says of a file of secrets that every user of this machine may read it. Windows has no such bits. */
export function exposureOf(file: string): string | undefined {
  if (process.platform === 'win32' || (statSync(file).mode & 0o004) === 0) return undefined;
  return `${file} holds secrets, and every user of this machine may read it. Run: chmod 600 ${file}`;
}

/** `NAME=abc#def` is read as `abc`: what follows the # is a comment, whether a blank stands before it or not. */
function cutValues(text: string, file: string): string[] {
  return text.split(/\r?\n/).flatMap((line, index) => {
    const [, name, value] = /^\s*(?:export\s+)?([\w.-]+)\s*=\s*([^\s"'`#][^#]*)?#/.exec(line) ?? [];
    // A blank before the # says that a comment is meant.
    if (name === undefined || value === undefined || /\s$/.test(value)) return [];
    return [
      `${name} in ${file}, line ${index + 1}, would be cut at its #. Put the value in quotation marks: ${name}="…#…"`,
    ];
  });
}
