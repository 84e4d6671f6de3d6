import { appNames, type AppName } from '@sluice/shared/apps';
import { z } from 'zod';
import { askHttp, whyNoAnswer } from '../ask-http.js';
import { authorizationFor } from '../authorization-for.js';
import { failed, failedFrom, ok, unknown, warning, type Finding } from './finding.js';

const Readiness = z.object({
  ready: z.boolean(),
  checks: z.array(z.object({ name: z.string(), ok: z.boolean(), problem: z.string().optional() })),
  degraded: z.array(z.string()).default([]),
});

const patienceMs = 10_000;

/** Asks every app whose address is known whether it is ready. An app gives details only with the token. */
export const checkApps = (
  urls: Readonly<Record<string, string>>,
  tokenOf: (app: AppName) => string | undefined,
): Promise<Finding[]> => Promise.all(appNames.map((app) => readiness(app, urls[app], tokenOf(app))));

async function readiness(app: string, url: string | undefined, apiToken: string | undefined): Promise<Finding> {
  if (url === undefined)
    return unknown(
      app,
      'was not checked: its address is not known',
      'SLUICE_APP_URLS names the addresses of the apps.',
    );
  let headers: Record<string, string>;
  try {
    headers = { ...authorizationFor(url, apiToken) };
  } catch (thrown) {
    return failedFrom(app, thrown);
  }
  try {
    const { text } = await askHttp(new URL('/health/ready', url), { headers, patienceMs });
    const { ready, checks, degraded } = Readiness.parse(JSON.parse(text));
    const problems = checks.filter((check) => !check.ok).map(({ name, problem }) => `${name}: ${problem ?? 'not ok'}`);
    if (!ready) return failed(app, 'unavailable', `is not ready: ${problems.join('; ')}`, `See the log of ${app}.`);
    return degraded.length > 0
      ? warning(app, `is ready, but ${degraded.join('; ')}`, 'See docs/operations/what-to-do-at-night.md.')
      : ok(app, 'is ready');
  } catch (thrown) {
    return failed(
      app,
      'unavailable',
      `does not answer at ${url} (${whyNoAnswer(thrown)})`,
      'Check that it is running.',
    );
  }
}
