import type { ConfigDefinition, Setting } from './define-config.js';

/** The text of `.env.example`: each setting once, with its meaning, who reads it, and a default where it has one. */
export function envExample(definitions: readonly Pick<ConfigDefinition, 'app' | 'settings'>[]): string {
  const readers = new Map<string, { one: Setting; apps: string[] }>();
  for (const { app, settings } of definitions)
    for (const one of settings) {
      const known = readers.get(one.name);
      if (known === undefined) readers.set(one.name, { one, apps: [app] });
      else known.apps.push(app);
    }
  const entries = [...readers.values()].map(({ one, apps }) => {
    const who = apps.length === definitions.length ? 'every app' : apps.join(', ');
    return `# ${one.description}\n# Read by ${who}.\n${lineOf(one)}\n`;
  });
  return `# Generated from the apps’ settings. Copy it to .env and fill it in.\n\n${entries.join('\n')}`;
}

function lineOf(one: Setting): string {
  const fallback = one.schema.safeParse(undefined);
  if (!fallback.success) return `${one.name}=${one.example ?? ''}`;
  const { data } = fallback;
  const shown = typeof data === 'string' || typeof data === 'number' ? data : (one.example ?? '');
  return `# ${one.name}=${shown}`;
}
