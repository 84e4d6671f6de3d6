import { rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { dataRoot, root } from '../bootstrap/paths.mjs';

const file = join(dataRoot, 'local.json');

/** Leaves for `npx sluice` in this clone where the running installation is, and with which settings its apps run. */
export function writeLocalSettings({ portOf, environment, stops }) {
  // It holds every secret of the installation. The mode counts only for a new file, so an old one goes first.
  rmSync(file, { force: true });
  writeFileSync(file, `${JSON.stringify(localSettings(portOf, environment), null, 2)}\n`, { mode: 0o600 });
  stops.push(undefined, () => rmSync(file, { force: true }));
}

/** What the file holds: the environment of a command that is to see what the apps see, and to find each of them. */
export function localSettings(portOf, environment) {
  const appUrls = Object.keys(portOf).map((name) => `${name}=${urlOf(portOf[name])}`);
  return {
    ...environment,
    // The apps run in the clone's root, a command anywhere below it.
    ...(environment.IONAPI_FILE && { IONAPI_FILE: resolve(root, environment.IONAPI_FILE) }),
    SLUICE_CONSOLE_URL: urlOf(portOf.console),
    SLUICE_APP_URLS: appUrls.join(','),
  };
}

const urlOf = (port) => `http://127.0.0.1:${port}`;
