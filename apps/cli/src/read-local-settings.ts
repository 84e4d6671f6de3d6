import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Failure } from '@sluice/shared/failure';
import { z } from 'zod';

const LocalSettings = z.record(z.string(), z.string());

/**
 * What the launcher of a local installation wrote into `.sluice/local.json`, here or in a folder above: the environment
 * of its apps and where each answers. So a command works as pasted from the demo. Nothing when there is no such file.
 */
export function readLocalSettings(folder: string): Record<string, string> {
  const found = findUpwards(folder);
  if (found === undefined) return {};
  const settings = LocalSettings.safeParse(parseJson(found));
  if (settings.success) return settings.data;
  throw unusable(found.path, z.prettifyError(settings.error));
}

interface Found {
  readonly path: string;
  readonly text: string;
}

function findUpwards(folder: string): Found | undefined {
  const path = join(folder, '.sluice', 'local.json');
  try {
    return { path, text: readFileSync(path, 'utf8') };
  } catch (thrown) {
    const code = (thrown as NodeJS.ErrnoException).code;
    if (code !== 'ENOENT' && code !== 'ENOTDIR') throw unusable(path, Failure.from(thrown).message);
  }
  const above = dirname(folder);
  return above === folder ? undefined : findUpwards(above);
}

function parseJson({ path, text }: Found): unknown {
  try {
    return JSON.parse(text);
  } catch (thrown) {
    throw unusable(path, Failure.from(thrown).message);
  }
}

const unusable = (path: string, why: string): Failure =>
  new Failure(`${path} cannot be used: ${why}`, {
    code: 'configuration-invalid',
    stage: 'configuration',
    disposition: 'park',
    fix: 'Start the installation again, which writes the file anew, or delete it.',
  });
