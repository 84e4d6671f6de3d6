import { fileURLToPath } from 'node:url';
import { join } from 'node:path';

/** The clone's root folder. */
export const root = fileURLToPath(new URL('../../..', import.meta.url)).replace(/[\\/]$/, '');

export const inRoot = (...parts) => join(root, ...parts);

/** Everything that a run keeps lies below this folder of the clone. */
export const dataRoot = inRoot('.sluice');
