import type { ConfigDefinition, Settings } from '@sluice/runtime/config/define-config';
import type { RunningApp } from '@sluice/runtime/start-app';
import { appNames } from '@sluice/shared/apps';
import type { TestProject } from 'vitest/node';
import { makeWorld } from './world.js';

interface AppModules {
  readonly config: ConfigDefinition<Settings>;
  readonly start: (config: unknown) => Promise<RunningApp>;
}

/** One stack for all stories of a run: every app in this one process, as each keeps no global state. */
export default async function startStack(project: TestProject): Promise<() => Promise<void>> {
  const world = await makeWorld();
  const running = await Promise.all(
    appNames.map(async (app) => {
      const { config } = (await import(/* @vite-ignore */ `@sluice/${app}/config`)) as Pick<AppModules, 'config'>;
      const { start } = (await import(/* @vite-ignore */ `@sluice/${app}/start`)) as Pick<AppModules, 'start'>;
      return start(config.parse(world.environmentOf(app)));
    }),
  );
  await world.importMappings();
  project.provide('addresses', world.addresses);
  return async () => {
    await Promise.all(running.map((app) => app.stop()));
    await world.end();
  };
}
