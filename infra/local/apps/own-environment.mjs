import { inRoot } from '../bootstrap/paths.mjs';

/**
 * Of the settings of an installation those that the app reads, so that none holds another's secrets: ingress, which
 * strangers reach, has no login of Coupa, of M3 or of the console.
 */
export async function ownEnvironment(name, environment) {
  const { config } = await import(inRoot('apps', name, 'dist/config.js'));
  return onlyRead(config, environment);
}

export function onlyRead({ app, settings }, environment) {
  const names = settings.flatMap(({ name, ofApp }) => [name, ...(ofApp === undefined ? [] : [ofApp(app)])]);
  const read = new Set(names.flatMap((name) => [name, `${name}_FILE`]));
  return Object.fromEntries(Object.entries(environment).filter(([name]) => read.has(name)));
}
