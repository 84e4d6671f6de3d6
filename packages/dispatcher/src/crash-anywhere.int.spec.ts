import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '@sluice/runtime/postgres/database';
import { entryScript, toyCommand } from '../tests/toy-scripts.js';
import { toyProtocol } from '../tests/toy-protocol.js';
import { ToyWorld, type ToyContext } from '../tests/toy-world.js';

/** Counts the moments of a dispatcher and ends its life at one of them: from there on it reaches nothing any more. */
class Life {
  moments = 0;
  readonly #lastMoment: number;

  constructor(lastMoment: number) {
    this.#lastMoment = lastMoment;
  }

  get isOver(): boolean {
    return this.moments >= this.#lastMoment;
  }

  /** Before and after the work is a moment each: a crash just before a commit, and one just after it. */
  async live<T>(work: () => Promise<T>): Promise<T> {
    await this.#moment();
    const result = await work();
    await this.#moment();
    return result;
  }

  async #moment(): Promise<void> {
    if (this.isOver) throw new Error('crashed');
    this.moments += 1;
    if (this.isOver) throw new Error('crashed');
  }
}

/** Kubernetes evicts a pod, a node loses power: that may happen between any two lines. */
describe('T18: a crash between any two moments makes one effect, no more and no less', () => {
  const world = new ToyWorld();
  beforeAll(() => world.begin());
  afterAll(() => world.end());

  function mortal(life: Life): ToyContext {
    const { database } = world;
    const dying: Database = new Proxy(database, {
      get(target, property) {
        const value: unknown = Reflect.get(target, property);
        if (property === 'transaction' || property === 'query')
          return (...of: unknown[]) =>
            life.live(() => (value as (...of: unknown[]) => Promise<unknown>).apply(target, of));
        return typeof value === 'function' ? value.bind(target) : value;
      },
    });
    const context = world.context();
    const { transport } = context.protocol;
    const protocol = {
      ...toyProtocol(world.peer.url),
      transport: {
        prepare: (onTokenCall) => life.live(() => transport.prepare(onTokenCall)),
        forgetToken: () => transport.forgetToken(),
        close: () => transport.close(),
        send: (request, options) => life.live(() => transport.send(request, options)),
      },
    } satisfies ToyContext['protocol'];
    return { ...context, database: dying, protocol };
  }

  const script = entryScript(['nut', 'bolt']);

  it('for every moment of a whole command', { timeout: 300_000 }, async () => {
    // How many moments a command has when nothing goes wrong; idle polling adds some, which does no harm.
    const whole = new Life(Number.POSITIVE_INFINITY);
    const sample = toyCommand(script);
    await world.fold(sample);
    const dispatcher = world.dispatch(mortal(whole));
    await world.outcome(sample, 'ok');
    const { moments } = whole;
    await dispatcher.stop();
    expect(moments).toBeGreaterThan(30);

    for (let last = 1; last <= moments; last += 1) {
      await world.database.query(`UPDATE lease SET expires_at = clock_timestamp() - interval '1 second'`);
      const finished = world.peer.finished.size;
      const command = toyCommand(script, { document: { type: 'purchase-order', id: `crash-${last}` } });
      await world.fold(command);
      const life = new Life(last);
      const first = world.dispatch(mortal(life));
      await Promise.race([world.outcome(command, 'ok'), until(() => life.isOver)]);
      await first.stop();
      await world.database.query(`UPDATE lease SET expires_at = clock_timestamp() - interval '1 second'`);
      const second = world.dispatch();
      const outcome = await world.outcome(command, 'ok');
      await second.stop();
      expect(world.peer.finished.size, `crashed at moment ${last}`).toBe(finished + 1);
      const number = outcome.steps[0]?.records[0]?.[0]?.['number'] as string;
      expect(world.peer.finished.get(number), `crashed at moment ${last}`).toEqual(['nut', 'bolt']);
      const told = (await world.outcomes(command)).map(({ result }) => result);
      expect(told.filter((result) => result !== 'pending')).toEqual(['ok']);
      expect(told.at(-1)).toBe('ok');
    }
  });
});

async function until(check: () => boolean): Promise<void> {
  while (!check()) await new Promise((resolve) => setImmediate(resolve));
}
