import { readFileSync } from 'node:fs';
import { z } from 'zod';

/** The release of this code, by its package: a supplier on which it threw is decided again by another release. */
export const codeVersion = z
  .object({ version: z.string() })
  .parse(JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'))).version;
