import { join } from 'node:path';
import { collectOutput } from '../bootstrap/run-command.mjs';

export const leastJava = 17;

/** The `java` to use and why not, if there is none: `{ java }` or `{ problem }`. */
export async function findJava(environment = process.env) {
  const java = environment.JAVA_HOME ? join(environment.JAVA_HOME, 'bin/java') : 'java';
  const { code, output } = await collectOutput(java, ['-version'], { timeoutMs: 20_000 });
  if (code !== 0) return { problem: 'no Java found (JAVA_HOME, PATH)' };
  const major = javaMajor(output);
  if (major === undefined || major < leastJava)
    return { problem: `Java ${major ?? 'of unknown version'} found, ${leastJava} needed` };
  return { java };
}

/** The major version in what `java -version` writes. */
export function javaMajor(output) {
  const [, first, second] = /version "(\d+)(?:\.(\d+))?/.exec(output) ?? [];
  if (first === undefined) return undefined;
  // Java 8 and older called themselves 1.8 and so on.
  return Number(first === '1' ? second : first);
}
