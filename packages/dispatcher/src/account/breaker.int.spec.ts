import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '@sluice/testing/eventually';
import { entryScript, toyCommand } from '../../tests/toy-scripts.js';
import { ToyWorld, type ToyContext } from '../../tests/toy-world.js';

/** An outage must cost neither quota nor attempts, and the backlog must drain by itself. */
describe('when the other system does not answer', () => {
  const world = new ToyWorld();
  beforeAll(() => world.begin());
  afterEach(async () => {
    world.peer.failsAlways.clear();
    world.peer.requests.splice(0);
    await world.stopDispatchers();
  });
  afterAll(() => world.end());

  const careful = (): ToyContext => {
    const context = world.context();
    const settings = {
      ...context.settings,
      leaseMs: 30_000,
      sendBeforeMs: 10_000,
      clientTimeoutMs: 10_000,
      // Longer than it takes to send one request for each order, as in production.
      settleMs: 2_000,
    };
    return { ...context, settings, protocol: { ...context.protocol, healthProbe: { name: 'list', args: {} } } };
  };
  const away = ['open', 'add', 'finish', 'look', 'drop', 'list'];

  it('only one health probe at a time is sent, and everything goes on by itself when it is back', async () => {
    const orders = Array.from({ length: 10 }, () => toyCommand(entryScript(['nut'])));
    for (const name of away) world.peer.failsAlways.add(name);
    for (const command of orders) await world.fold(command);
    world.dispatch(careful());
    await eventually(() => world.peer.requests.filter(({ names }) => names.join() === 'list').length >= 3);
    const ordinary = (): number => world.peer.requests.filter(({ names }) => names.join() !== 'list').length;
    const before = ordinary();
    await eventually(() => world.peer.requests.filter(({ names }) => names.join() === 'list').length >= 5);
    expect(ordinary()).toBe(before);
    expect(before).toBeLessThanOrEqual(5);
    world.peer.failsAlways.clear();
    const finished = world.peer.finished.size;
    for (const command of orders) await world.outcome(command, 'ok');
    expect(world.peer.finished.size).toBe(finished + 10);
  });

  it('the health probe is spent from the quota, on record, and belongs to no document', async () => {
    const rows = await world.database.query<{ items: string; failed: boolean }>(
      `SELECT count(*) FILTER (WHERE request_id IS NOT NULL) AS items, bool_or(state = 'unanswered') AS failed
       FROM request LEFT JOIN request_item ON request_id = id WHERE purpose = 'health'`,
    );
    expect(rows).toEqual([{ items: '0', failed: true }]);
  });

  it('no connection at all pauses the account, not each command, and counts no attempt', async () => {
    const context = careful();
    const nowhere = {
      ...context.protocol,
      encode: () => ({ method: 'POST', url: 'http://127.0.0.1:9/', headers: {} }) as const,
    };
    const command = toyCommand(entryScript(['nut']));
    await world.fold(command);
    const first = world.dispatch({ ...context, protocol: nowhere });
    await eventually(async () => {
      const rows = await world.database.query<{ paused_because: string }>(`SELECT paused_because FROM lease`);
      return rows[0]?.paused_because === 'unavailable';
    });
    await first.stop();
    const steps = await world.database.query<{ attempts: number }>(
      `SELECT attempts FROM step WHERE command_id = $1 ORDER BY position`,
      [command.commandId],
    );
    expect(steps.map(({ attempts }) => attempts)).toEqual([0, 0, 0]);
    world.dispatch(careful());
    await world.outcome(command, 'ok');
  });

  it('a connection that is refused is tried at ever longer intervals, and after a few tries without any document’s request', async () => {
    await world.database.query(`UPDATE lease SET paused_until = NULL, paused_because = NULL`);
    await world.database.query(`DELETE FROM request`);
    const context = careful();
    const nowhere = {
      ...context.protocol,
      encode: () => ({ method: 'POST', url: 'http://127.0.0.1:9/', headers: {} }) as const,
    };
    const command = toyCommand(entryScript(['nut']));
    await world.fold(command);
    const first = world.dispatch({ ...context, protocol: nowhere });
    await eventually(async () => {
      const rows = await world.database.query(`SELECT 1 FROM request WHERE state = 'not-sent'`);
      return rows.length >= 8;
    });
    await first.stop();
    const rows = await world.database.query<{ gap: string }>(
      `SELECT extract(epoch FROM intended_at - lag(answered_at) OVER (ORDER BY intended_at)) * 1000 AS gap
       FROM request WHERE state = 'not-sent' ORDER BY intended_at`,
    );
    const gaps = rows.slice(1, 5).map(({ gap }) => Number(gap));
    for (const [index, gap] of gaps.entries())
      expect(gap).toBeGreaterThanOrEqual(context.settings.retryMs * 2 ** index);
    const sent = await world.database.query(
      `SELECT DISTINCT request_id FROM request_item JOIN request ON request.id = request_id WHERE command_id = $1`,
      [command.commandId],
    );
    expect(sent).toHaveLength(5);
    world.dispatch(careful());
    await world.outcome(command, 'ok');
  });
});
