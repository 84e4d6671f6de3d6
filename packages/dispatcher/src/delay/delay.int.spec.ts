import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Outcome } from '@sluice/shared/messages/outcome';
import { parseQuota } from '@sluice/shared/quota/quota';
import { eventually } from '@sluice/testing/eventually';
import { foldCommand } from '../command/fold-command.js';
import type { ToyCommand } from '../../tests/toy-protocol.js';
import { entryScript, toyCommand } from '../../tests/toy-scripts.js';
import { ToyWorld, type ToyContext } from '../../tests/toy-world.js';

/** A person who waits for an order must see that the other system does not answer, without asking those who run the gateway. */
describe('what holds a command up is published', () => {
  const world = new ToyWorld();
  beforeAll(() => world.begin());
  afterEach(async () => {
    world.peer.failsAlways.clear();
    world.peer.requests.splice(0);
    await world.stopDispatchers();
    await world.database.query(`DELETE FROM request`);
    await world.database.query(`DELETE FROM command`);
    await world.database.query(`UPDATE lease SET paused_until = NULL, paused_because = NULL`);
  });
  afterAll(() => world.end());

  const careful = (change: Partial<ToyContext['protocol']> = {}): ToyContext => {
    const context = world.context();
    const settings = { ...context.settings, leaseMs: 30_000, sendBeforeMs: 10_000, clientTimeoutMs: 10_000 };
    return { ...context, settings, protocol: { ...context.protocol, callsPerRequest: 1, ...change } };
  };
  const harmless = { healthProbe: { name: 'look', args: { number: '0' } } };
  const told = async (command: ToyCommand): Promise<string[]> =>
    (await world.outcomes(command)).map(({ result, delay }) => [result, delay?.kind].filter(Boolean).join(' '));
  const delayOf = (command: ToyCommand, kind: string): Promise<NonNullable<Outcome['delay']>> =>
    eventually(async () => (await world.outcomes(command)).find(({ delay }) => delay?.kind === kind)?.delay);
  const triesOf = (name: string): number => world.peer.requests.filter(({ names }) => names.includes(name)).length;

  it('once, however often a request fails, and once more when it goes on', async () => {
    const command = reads('list', 'open');
    world.peer.failsAlways.add('list');
    await world.fold(command);
    world.dispatch(careful());
    await eventually(() => triesOf('list') >= 8);
    expect(await told(command)).toEqual(['pending retrying']);
    expect((await world.outcomes(command))[0]?.delay).toMatchObject({
      code: 'unavailable',
      message: expect.stringMatching(/^Toy has not answered since .* UTC \(HTTP 500\); it is tried again by itself$/),
    });
    world.peer.failsAlways.clear();
    await world.outcome(command, 'ok');
    expect(await told(command)).toEqual(['pending retrying', 'pending', 'ok']);
  });

  it('and the outcome alone, where it comes with the next answer', async () => {
    const command = reads('list');
    world.peer.fail({ on: 'list', do: 'status', status: 503 });
    await world.fold(command);
    world.dispatch(careful());
    await world.outcome(command, 'ok');
    expect(await told(command)).toEqual(['pending retrying', 'ok']);
  });

  it('T24: throttled, and until when', async () => {
    const command = reads('list');
    world.peer.fail({ on: 'list', do: 'status', status: 429, headers: { 'retry-after': '700' } });
    await world.fold(command);
    world.dispatch(careful());
    const delay = await delayOf(command, 'throttled');
    expect(delay).toMatchObject({ code: 'rate-limited', message: expect.stringContaining('(HTTP 429)') });
    expect(Date.parse(delay.nextTryAt as string) - Date.parse(delay.since)).toBeGreaterThanOrEqual(600);
    await world.outcome(command, 'ok');
    expect(await told(command)).toEqual(['pending throttled', 'ok']);
  });

  it('T22: again for another reason: first there was no answer, now our credentials are refused', async () => {
    const command = reads('list', 'open');
    world.peer.failsAlways.add('list');
    await world.fold(command);
    world.dispatch(careful());
    await delayOf(command, 'retrying');
    world.peer.fail({ on: 'list', do: 'status', status: 401 }, { on: 'list', do: 'status', status: 401 });
    world.peer.failsAlways.clear();
    await world.outcome(command, 'ok');
    const delays = (await world.outcomes(command)).map(({ delay }) => delay);
    expect(delays.map((delay) => delay?.code)).toEqual(['unavailable', 'credentials-refused', undefined, undefined]);
    const [away, refused] = delays;
    expect(refused?.message).toContain('(HTTP 401)');
    expect(Date.parse(refused?.since ?? '')).toBeGreaterThan(Date.parse(away?.since ?? ''));
  });

  it('T20: not for a token that is renewed at once', async () => {
    const command = reads('list');
    world.peer.fail({ on: 'list', do: 'status', status: 401 });
    await world.fold(command);
    world.dispatch(careful());
    await world.outcome(command, 'ok');
    expect(await told(command)).toEqual(['ok']);
  });

  it('for a write whose answer was lost: it is probed after the settle time', async () => {
    const command = toyCommand(entryScript(['nut']));
    world.peer.fail({ on: 'finish', do: 'drop-answer' });
    await world.fold(command);
    world.dispatch(careful());
    const { since, nextTryAt } = await delayOf(command, 'retrying');
    expect(Date.parse(nextTryAt as string) - Date.parse(since)).toBeGreaterThan(200);
    await world.outcome(command, 'ok');
    expect((await told(command)).at(-1)).toBe('ok');
  });

  it('but not for commands that only queue behind others, until their sync asks', async () => {
    const commands = Array.from({ length: 12 }, () => reads('list', 'open'));
    world.peer.failsAlways.add('list').add('look');
    for (const command of commands) await world.fold(command);
    const context = careful(harmless);
    // No command is tried again before the breaker opens.
    const patient = { ...context.settings, retryMs: 2_000, retryMaxMs: 2_000 };
    world.dispatch({ ...context, settings: patient });
    await eventually(() => triesOf('look') >= 2);
    const all = await Promise.all(commands.map(told));
    expect(all.filter(({ length }) => length > 0)).toEqual(Array.from({ length: 5 }, () => ['pending retrying']));

    const queued = commands.find((_, index) => all[index]?.length === 0);
    if (queued === undefined) throw new Error('no command only queued');
    await world.fold(queued);
    expect(await told(queued)).toEqual(['pending retrying']);
    expect((await world.outcomes(queued))[0]?.delay?.message).toContain('Toy has not answered since');
    world.peer.failsAlways.clear();
    await world.outcome(queued, 'ok');
    expect(await told(queued)).toEqual(['pending retrying', 'pending', 'ok']);
  });

  it('T22: at once, of a command that comes while nobody is let in, and not again until that changes', async () => {
    const pause = `UPDATE lease SET paused_until = clock_timestamp() + interval '1 hour', paused_because = $1`;
    const [first, command, throttled] = [reads('list'), reads('list'), reads('list')];
    await world.fold(first);
    world.dispatch(careful());
    await world.outcome(first, 'ok');
    await world.database.query(pause, ['credentials-refused']);
    await world.fold(command);
    expect((await world.outcomes(command)).map(({ result, delay }) => [result, delay?.kind, delay?.code])).toEqual([
      ['pending', 'retrying', 'credentials-refused'],
    ]);
    await world.database.query(pause, ['rate-limited']);
    await world.fold(throttled);
    expect(await told(throttled)).toEqual([]);
  });

  it('T22: at once, of all that wait when nobody is let in any more, once each, and until they are', async () => {
    const commands = Array.from({ length: 60 }, () => reads('list'));
    for (const command of commands) await world.fold(command);
    world.peer.tokenStatus = 401;
    world.dispatch(careful());
    const [last] = commands.slice(-1) as [ToyCommand];
    await delayOf(last, 'retrying');
    // The token is asked for again and again meanwhile.
    await eventually(async () => {
      const asked = await world.database.query(`SELECT FROM request WHERE purpose = 'token'`);
      return asked.length >= 3;
    });
    for (const command of commands)
      expect((await world.outcomes(command)).map(({ delay }) => delay?.code)).toEqual(['credentials-refused']);
    world.peer.tokenStatus = 200;
    for (const command of commands) await world.outcome(command, 'ok');
  });

  it('when its sync asks: the quota is spent by others', async () => {
    const quota = { quota: parseQuota('2/d,concurrency=1') };
    const [first, second] = [reads('list'), reads('list')];
    await world.fold(first);
    world.dispatch(careful(quota));
    await world.outcome(first, 'ok');
    await world.fold(second);
    await world.database.transaction((tx) => foldCommand(tx, careful(quota), second));
    const [asked] = await world.outcomes(second);
    expect(asked).toMatchObject({ result: 'pending', delay: { kind: 'throttled', code: 'rate-limited' } });
    expect(asked?.delay?.message).toContain('As many requests as are permitted are out to Toy');
  });

  it('when its sync asks: no delay, where nothing holds it up', async () => {
    const command = reads('list');
    await world.fold(command);
    await world.fold(command);
    expect(await told(command)).toEqual(['pending']);
  });
});

const reads = (...names: string[]): ToyCommand =>
  toyCommand(names.map((name) => ({ id: name, kind: 'read', calls: [{ name, args: {} }] })));
