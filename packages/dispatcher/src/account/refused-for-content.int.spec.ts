import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '@sluice/testing/eventually';
import { entryScript, readStep, toyCommand } from '../../tests/toy-scripts.js';
import { ToyWorld, type ToyContext } from '../../tests/toy-world.js';

/**
 * A firewall before the other system dislikes a word in one order. Taken for a refusal of the account, it would stop every
 * order; taken for a refusal of all that travels with it, it would refuse orders with which nothing is wrong.
 */
describe('a refusal of one body is that document’s', () => {
  const world = new ToyWorld();
  beforeAll(() => world.begin());
  afterEach(async () => {
    world.peer.filtered = undefined;
    await world.stopDispatchers();
    await world.database.query(`UPDATE lease SET paused_until = NULL, paused_because = NULL`);
  });
  afterAll(() => world.end());

  const careful = (): ToyContext => {
    const context = world.context();
    const settings = { ...context.settings, leaseMs: 30_000, sendBeforeMs: 10_000, clientTimeoutMs: 10_000 };
    const protocol = { ...context.protocol, callsPerRequest: 20, healthProbe: { name: 'list', args: {} } };
    return { ...context, settings, protocol };
  };
  const pauses = (): Promise<unknown[]> =>
    world.database.query(`SELECT paused_because FROM lease WHERE paused_because IS NOT NULL`);

  it.each([403, 401])('HTTP %i for one order: it is refused in those words, the others go on', async (status) => {
    const blocked = toyCommand(entryScript(['union select']));
    const others = ['nut', 'bolt', 'pin'].map((item) => toyCommand(entryScript([item])));
    world.peer.filtered = { text: 'union select', status };
    await world.fold(blocked);
    for (const command of others) await world.fold(command);
    world.dispatch(careful());
    const outcome = await world.outcome(blocked, 'refused');
    expect(outcome.refusals).toMatchObject([{ step: 'add', code: `http-${status}` }]);
    expect(outcome.refusals[0]?.message).toContain(`HTTP ${status}`);
    expect(outcome.effect).toBe('none');
    for (const command of others) expect(await world.outcome(command, 'ok')).toMatchObject({ refusals: [] });
    expect(await pauses()).toEqual([]);
  });

  it('those that shared its request were not sent, so no settle time is waited for and no attempt counted', async () => {
    const blocked = toyCommand(entryScript(['union select']));
    const others = Array.from({ length: 5 }, () => toyCommand(entryScript(['nut'])));
    world.peer.filtered = { text: 'union select', status: 403 };
    for (const command of [blocked, ...others]) await world.fold(command);
    world.dispatch(careful());
    await world.outcome(blocked, 'refused');
    for (const command of others) {
      await world.outcome(command, 'ok');
      expect((await world.audit(command)).map(({ action }) => action)).not.toContain('step-unknown');
    }
  });

  it('where the health probe is refused as well it is the account’s: it pauses, and every order stays whole', async () => {
    const command = toyCommand(entryScript(['nut']));
    world.peer.filtered = { text: '', status: 403 };
    await world.fold(command);
    const dispatcher = world.dispatch(careful());
    const problems = await eventually(async () => {
      const found = await dispatcher.problems();
      return found.length > 0 && found;
    });
    expect(problems).toEqual(['dispatcher: toy accepts no request of ours: scope-missing']);
    world.peer.filtered = undefined;
    await world.outcome(command, 'ok');
    const attempts = await world.database.query(`SELECT attempts FROM step WHERE command_id = $1 ORDER BY position`, [
      command.commandId,
    ]);
    expect(attempts).toEqual([{ attempts: 1 }, { attempts: 1 }, { attempts: 1 }]);
  });
});

describe('one read that always gets a 5xx', () => {
  const world = new ToyWorld();
  beforeAll(() => world.begin());
  afterAll(() => world.end());

  it('never opens the breaker, so others are not held up by it', async () => {
    const context = world.context();
    const settings = { ...context.settings, leaseMs: 30_000, sendBeforeMs: 10_000, clientTimeoutMs: 10_000 };
    const failing = toyCommand([readStep('count')]);
    world.peer.failsAlways.add('count');
    await world.fold(failing);
    const protocol = { ...context.protocol, healthProbe: { name: 'list', args: {} } };
    world.dispatch({ ...context, settings, protocol });
    await eventually(() => world.peer.requests.length >= 8);
    const other = toyCommand(entryScript(['nut']));
    await world.fold(other);
    await world.outcome(other, 'ok');
    expect(world.peer.requests.filter(({ names }) => names.join() === 'list')).toEqual([]);
    expect((await world.outcomes(other)).filter(({ delay }) => delay?.code === 'unavailable')).toEqual([]);
  });
});
