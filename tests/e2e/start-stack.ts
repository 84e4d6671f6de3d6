import type { TestProject } from 'vitest/node';
import { startApps } from './start-apps.js';
import { makeWorld } from './world.js';

/** One stack for all stories of a run: every app in this one process, as each keeps no global state. */
export default async function startStack(project: TestProject): Promise<() => Promise<void>> {
  const world = await makeWorld();
  const running = await startApps(world);
  await world.importMappings();
  project.provide('addresses', world.addresses);
  return async () => {
    await Promise.all(running.map((app) => app.stop()));
    await world.end();
  };
}
