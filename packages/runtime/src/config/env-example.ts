import type { AppName } from '@sluice/shared/apps';
import type { ConfigDefinition, Setting } from './define-config.js';

/**
 * The text of `.env.example`: each setting once, with its meaning and who reads it. What must be set stands there empty,
 * so that an app reports it in a copy that was not filled in; what has a default is commented out with it.
 * `provided` names the settings that the local launcher brings where they are not set.
 */
export function envExample(
  definitions: readonly Pick<ConfigDefinition, 'app' | 'settings'>[],
  provided: readonly string[] = [],
): string {
  const readers = new Map<string, { one: Setting; app: string }[]>();
  for (const { app, settings } of definitions)
    for (const one of settings) readers.set(one.name, [...(readers.get(one.name) ?? []), { one, app }]);
  const entries = [...readers].map(([name, read]) => {
    const who = read.length === definitions.length ? 'every app' : read.map(({ app }) => app).join(', ');
    const isProvided = provided.includes(name);
    const lines = [
      ...new Set(read.map(({ one }) => `# ${one.description}`)),
      ...new Set(read.map(({ one }) => exampleOf(one))),
      ...(read.some(({ one }) => one.secret === true) ? [`# Or ${name}_FILE: the path of a file that holds it.`] : []),
      ...ownNames(read),
      `# Read by ${who}.${isProvided ? ' `npm start` brings one of its own where this is not set.' : ''}`,
      lineOf(name, read, isProvided),
    ];
    return `${lines.filter((line) => line !== '').join('\n')}\n`;
  });
  return `# Generated from the apps’ settings. Copy it to .env, fill it in, and let nobody else read it: chmod 600 .env\n# A value with # in it stands in quotation marks: NAME="a#b".\n\n${entries.join('\n')}`;
}

/** The variables that win for one app alone. */
function ownNames(read: readonly { one: Setting; app: string }[]): string[] {
  const names = read.flatMap(({ one, app }) => (one.ofApp === undefined ? [] : [one.ofApp(app as AppName | 'cli')]));
  return names.length === 0 ? [] : [`# For one app alone, and before this one: ${[...new Set(names)].join(', ')}.`];
}

const exampleOf = (one: Setting): string =>
  one.example === undefined || one.example === defaultOf(one) ? '' : `# Example: ${one.example}`;

/** The value where nothing is set; `undefined` where one must be. */
function defaultOf(one: Setting): string | undefined {
  const fallback = one.schema.safeParse(undefined);
  if (!fallback.success) return undefined;
  const { data } = fallback;
  // A list is written as it is read: its entries with commas between them.
  if (Array.isArray(data)) return data.join(',');
  return ['string', 'number', 'boolean'].includes(typeof data) ? `${data as string | number}` : '';
}

function lineOf(name: string, read: readonly { one: Setting }[], isProvided: boolean): string {
  const fallbacks = read.map(({ one }) => defaultOf(one));
  if (fallbacks.includes(undefined)) return isProvided ? `# ${name}=` : `${name}=`;
  return `# ${name}=${fallbacks[0] ?? ''}`;
}
