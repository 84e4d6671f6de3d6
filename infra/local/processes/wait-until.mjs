import { setTimeout as pause } from 'node:timers/promises';

/** Asks until the answer is truthy, and answers it; undefined when the time is over. Throws when `signal` is raised. */
export async function waitUntil(ask, { withinMs, everyMs = 100, signal }) {
  const end = Date.now() + withinMs;
  for (;;) {
    signal?.throwIfAborted();
    const answer = await ask();
    if (answer) return answer;
    if (Date.now() >= end) return undefined;
    await pause(everyMs);
  }
}
