import { setTimeout as pause } from 'node:timers/promises';

/** Asks again until the answer is there; fails with the last reason after ten seconds. */
export async function until<Value>(ask: () => Promise<Value | undefined>): Promise<Value> {
  const end = Date.now() + 10_000;
  for (;;) {
    const value = await ask();
    if (value !== undefined) return value;
    if (Date.now() > end) throw new Error('It did not come about within ten seconds.');
    await pause(10);
  }
}
