import { setTimeout as pause } from 'node:timers/promises';

const pollMs = 20;

/**
 * Waits for a fact: asks again and again until `check` neither throws nor returns `false` or `undefined`, and gives its
 * answer. Past `withinMs` it throws what the last try threw.
 */
export async function eventually<T>(
  check: () => T | Promise<T>,
  { withinMs = 15_000 }: { withinMs?: number } = {},
): Promise<Exclude<T, false | undefined>> {
  const deadline = performance.now() + withinMs;
  for (;;) {
    let last: unknown = new Error('the fact did not come to be');
    try {
      const answer = await check();
      if (answer !== false && answer !== undefined) return answer as Exclude<T, false | undefined>;
    } catch (thrown) {
      last = thrown;
    }
    if (performance.now() > deadline)
      throw new Error(`Not within ${withinMs} ms: ${last instanceof Error ? last.message : String(last)}`, {
        cause: last,
      });
    await pause(pollMs);
  }
}
