import type { ConfigDefinition, Settings } from '@sluice/runtime/config/define-config';
import type { RunningApp } from '@sluice/runtime/start-app';
import { appNames } from '@sluice/shared/apps';
import type { World } from './world.js';

interface AppModules {
  readonly config: ConfigDefinition<Settings>;
  readonly start: (config: unknown) => Promise<RunningApp>;
}

/** Every app in this one process, as each keeps no global state. With these settings besides those of the world. */
export async function startApps(
  world: World,
  settings: Readonly<Record<string, string>> = {},
): Promise<readonly RunningApp[]> {
  return Promise.all(
    appNames.map(async (app) => {
      const { config } = (await import(/* @vite-ignore */ `@sluice/${app}/config`)) as Pick<AppModules, 'config'>;
      const { start } = (await import(/* @vite-ignore */ `@sluice/${app}/start`)) as Pick<AppModules, 'start'>;
      return start(config.parse({ ...world.environmentOf(app), ...settings }));
    }),
  );
}
