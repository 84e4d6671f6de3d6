import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '@sluice/testing/eventually';
import { parseQuota } from '@sluice/shared/quota/quota';
import { entryScript, toyCommand } from '../../tests/toy-scripts.js';
import { ToyWorld, type ToyContext } from '../../tests/toy-world.js';

/** An account that spends more than it may is locked, and then no document goes out. */
describe('the quota of the account is kept and used', () => {
  const world = new ToyWorld();
  beforeAll(() => world.begin());
  afterEach(async () => {
    world.peer.release();
    await world.stopDispatchers();
    await world.database.query(`DELETE FROM request`);
    await world.database.query(`DELETE FROM command`);
  });
  afterAll(() => world.end());

  const withQuota = (text: string): ToyContext => {
    const context = world.context();
    return { ...context, protocol: { ...context.protocol, quota: parseQuota(text) } };
  };
  const intendedWithin = async (ms: number): Promise<number> => {
    const [row] = await world.database.query<{ max: string }>(
      `SELECT max(others) AS max FROM (
         SELECT count(*) OVER (ORDER BY intended_at RANGE BETWEEN CURRENT ROW AND $1 * interval '1 millisecond' FOLLOWING) AS others
         FROM request WHERE purpose <> 'token') AS counted`,
      [ms],
    );
    return Number(row?.max);
  };

  it('never more than permitted in a period, also across a restart', async () => {
    const begun = toyCommand(entryScript(['nut']));
    const commands = [begun, ...Array.from({ length: 3 }, () => toyCommand(entryScript(['nut'])))];
    for (const command of commands) await world.fold(command);
    const first = world.dispatch(withQuota('4/s,concurrency=2'));
    await world.outcome(begun, 'ok');
    await first.stop();
    world.dispatch(withQuota('4/s,concurrency=2'));
    for (const command of commands) await world.outcome(command, 'ok');
    expect(await intendedWithin(1_000)).toBeLessThanOrEqual(4);
  });

  it('while it is spent, the ledger is asked now and then and not without a pause', async () => {
    const [begun, waiting] = [toyCommand(entryScript(['nut'])), toyCommand(entryScript(['nut']))];
    for (const command of [begun, waiting]) await world.fold(command);
    const context = withQuota('3/s,concurrency=4');
    let claims = 0;
    const database: ToyContext['database'] = new Proxy(context.database, {
      get(target, property) {
        const value: unknown = Reflect.get(target, property);
        if (property === 'transaction') claims += 1;
        return typeof value === 'function' ? value.bind(target) : value;
      },
    });
    world.dispatch({ ...context, database, settings: { ...context.settings, retryMs: 200 } });
    for (const command of [begun, waiting]) await world.outcome(command, 'ok');
    expect(claims).toBeLessThan(100);
  });

  it('as many requests are open as permitted, and not one more', async () => {
    const commands = Array.from({ length: 4 }, () => look());
    world.peer.fail(...commands.map(() => ({ on: 'list', do: 'hold' }) as const));
    const context = withQuota('concurrency=3');
    const patient = { ...context.settings, clientTimeoutMs: 60_000 };
    const alone = { ...context, settings: patient, protocol: { ...context.protocol, callsPerRequest: 1 } };
    for (const command of commands) await world.fold(command);
    world.dispatch(alone);
    await eventually(() => world.peer.heldCount === 3);
    const open = await world.database.query(`SELECT 1 FROM request WHERE answered_at IS NULL`);
    expect(open).toHaveLength(3);
    world.peer.release();
    await eventually(() => world.peer.heldCount === 1);
    world.peer.release();
    for (const command of commands) await world.outcome(command, 'ok');
  });

  it('a request that is never answered counts as spent until its deadline', async () => {
    world.dispatch();
    const command = look();
    await world.fold(command);
    await world.outcome(command, 'ok');
    await world.stopDispatchers();
    await world.database.query(
      `UPDATE request SET answered_at = NULL, state = 'intended', deadline = clock_timestamp() + interval '700 milliseconds'
       WHERE purpose = 'step'`,
    );
    const later = look();
    await world.fold(later);
    world.dispatch(withQuota('2/300ms,concurrency=1'));
    await world.outcome(later, 'ok');
    const [row] = await world.database.query<{ waited: boolean }>(
      `SELECT max(intended_at) >= min(deadline) AS waited FROM request WHERE purpose = 'step'`,
    );
    expect(row?.waited).toBe(true);
  });

  it('T35: a replay does not keep live documents waiting, and still gets its share', async () => {
    const replays = Array.from({ length: 20 }, () => look({ priority: 'replay' }));
    for (const command of replays) await world.fold(command);
    const lives = Array.from({ length: 20 }, () => look());
    for (const command of lives) await world.fold(command);
    // One at a time and without a window, the ledger reaches back a minute: whose turn it is depends on no clock.
    const context = withQuota('concurrency=1');
    world.dispatch({ ...context, protocol: { ...context.protocol, callsPerRequest: 1 } });
    for (const command of [...lives, ...replays]) await world.outcome(command, 'ok');
    const rows = await world.database.query<{ priority: number | null }>(
      `SELECT priority FROM request ORDER BY intended_at LIMIT 18`,
    );
    // The call for a token belongs to no command; it counts as live.
    const ofLive = rows.map((row) => row.priority ?? 0).filter((priority) => priority === 0);
    expect(ofLive).toHaveLength(14);
  });

  it('after a 429 the account is slower for a while', async () => {
    const commands = Array.from({ length: 9 }, () => look());
    world.peer.fail({ on: 'list', do: 'status', status: 429, headers: { 'retry-after': '10' } });
    const context = withQuota('3/300ms');
    const patient = { ...context.settings, rateRememberMs: 60_000 };
    const alone = { ...context, settings: patient, protocol: { ...context.protocol, callsPerRequest: 1 } };
    for (const command of commands) await world.fold(command);
    world.dispatch(alone);
    for (const command of commands) await world.outcome(command, 'ok');
    const [row] = await world.database.query<{ max: string }>(
      `SELECT max(others) AS max FROM (
         SELECT count(*) OVER (ORDER BY intended_at RANGE BETWEEN CURRENT ROW AND interval '300 milliseconds' FOLLOWING) AS others
         FROM request WHERE purpose = 'step' AND intended_at > (SELECT max(answered_at) FROM request WHERE status = 429)) AS counted`,
    );
    expect(Number(row?.max)).toBe(2);
  });
});

const look = (change: Parameters<typeof toyCommand>[1] = {}) =>
  toyCommand([{ id: 'list', kind: 'read', calls: [{ name: 'list', args: {} }] }], change);
