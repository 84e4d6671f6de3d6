import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseEnv } from 'node:util';
import { Failure } from '@sluice/shared/failure';
import { readLocalSettings } from '../read-local-settings.js';
import type { Terminal } from '../terminal.js';

/**
 * What the apps would read: the environment, else `.env` in this folder (or the file given), else what a local
 * installation left. A port is every app's own and no matter here.
 */
export function environmentOfApps(terminal: Terminal, file: string | undefined): Record<string, string | undefined> {
  return {
    ...readLocalSettings(terminal.folder),
    ...whatIsSet(readEnvFile(terminal.folder, file)),
    ...whatIsSet(terminal.environment),
    PORT: '0',
  };
}

/** An empty variable counts as not set. `.env` begins as a copy of `.env.example`, where many are. */
const whatIsSet = (environment: Terminal['environment']): Terminal['environment'] =>
  Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== undefined && value.trim() !== ''));

function readEnvFile(folder: string, file: string | undefined): NodeJS.Dict<string> {
  try {
    return parseEnv(readFileSync(resolve(folder, file ?? '.env'), 'utf8'));
  } catch (thrown) {
    if (file === undefined && (thrown as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw new Failure(`${file ?? '.env'} cannot be read: ${Failure.from(thrown).message}`, {
      code: 'configuration-invalid',
      stage: 'configuration',
      disposition: 'park',
      fix: 'Give --env-file the path of a file like .env.example.',
      cause: thrown,
    });
  }
}
