import { Failure } from '@sluice/shared/failure';
import type { Logger } from '../logging/logger.js';
import { pauseFor, withJitter } from '../pause-for.js';
import type { Check } from './health.js';

/** Waits until every check passes; logs each new problem once. */
export async function untilMet(
  checks: readonly Check[],
  retryMs: number,
  logger: Logger,
  stopping: AbortSignal,
): Promise<void> {
  const logged = new Map<string, string>();
  for (const check of checks)
    while (!stopping.aborted) {
      const problem = await problemOf(check);
      if (problem === undefined) break;
      if (logged.get(check.name) !== problem) logger.warn({ check: check.name, problem }, 'waiting before the start');
      logged.set(check.name, problem);
      await pauseFor(withJitter(retryMs), stopping);
    }
}

async function problemOf(check: Check): Promise<string | undefined> {
  try {
    return (await check.run()) ?? undefined;
  } catch (thrown) {
    return Failure.from(thrown).message;
  }
}
