import { Notice, step } from '../bootstrap/progress.mjs';
import { appNames } from '../../../packages/shared/src/apps.ts';
import { ownEnvironment } from './own-environment.mjs';
import { RunningApp } from './run-app.mjs';

/** How long the others may still take to fail on their own once one has failed. */
const afterFailureMs = 10_000;

/**
 * Starts every app and waits until all are ready. If some fail, all of their problems are reported together.
 * @param {(name: string) => Record<string, string>} environmentOf
 */
export async function startApps({ environmentOf, folder, stops, signal }) {
  return step(`Starting ${appNames.length} apps`, async () => {
    const environments = await Promise.all(appNames.map((name) => ownEnvironment(name, environmentOf(name))));
    const apps = appNames.map((name, index) => new RunningApp({ name, environment: environments[index], folder }));
    stops.push('the apps', () => Promise.all(apps.map((app) => app.stop())));
    await allReady(apps, signal);
  });
}

async function allReady(apps, signal) {
  const problems = [];
  const giveUp = new AbortController();
  const either = AbortSignal.any([signal, giveUp.signal]);
  await Promise.all(
    apps.map(async (app) => {
      try {
        await app.ready(either);
      } catch (error) {
        if (!(error instanceof Notice)) return;
        problems.push(error.message);
        setTimeout(() => giveUp.abort(), afterFailureMs).unref();
      }
    }),
  );
  signal.throwIfAborted();
  if (problems.length > 0) throw new Notice(problems.join('\n\n'));
}
