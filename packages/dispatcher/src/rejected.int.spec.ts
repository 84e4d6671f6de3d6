import { createMetrics } from '@sluice/runtime/metrics';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '@sluice/testing/eventually';
import { resumeAccount, showAccount } from './account/steer-account.js';
import type { ToyCommand } from '../tests/toy-protocol.js';
import { entryScript, toyCommand } from '../tests/toy-scripts.js';
import { toySettings, ToyWorld } from '../tests/toy-world.js';

/** What is rejected was not done: it is neither a lost answer nor an attempt, and the whole account waits. */
describe('requests that are rejected before anything was done', () => {
  const world = new ToyWorld();
  beforeAll(() => world.begin());
  afterEach(() => world.stopDispatchers());
  afterAll(() => world.end());

  const run = async (command: ToyCommand): Promise<void> => {
    await world.fold(command);
    world.dispatch();
  };
  const attemptsOf = async ({ commandId }: ToyCommand): Promise<number[]> => {
    const rows = await world.database.query<{ attempts: number }>(
      `SELECT attempts FROM step WHERE command_id = $1 ORDER BY position`,
      [commandId],
    );
    return rows.map((row) => row.attempts);
  };
  const waitAfter = async (command: ToyCommand): Promise<number> => {
    const [row] = await world.database.query<{ waited: string }>(
      `SELECT extract(epoch FROM min(later.intended_at) - away.answered_at) * 1000 AS waited
       FROM request away JOIN request_item ON request_id = away.id
       JOIN request later ON later.intended_at > away.answered_at
       WHERE command_id = $1 AND away.state = 'rejected' GROUP BY away.answered_at ORDER BY away.answered_at LIMIT 1`,
      [command.commandId],
    );
    return Number(row?.waited);
  };

  it('T20: 401: one new token, the same request once more, and no attempt counted', async () => {
    const tokens = world.peer.tokensGiven;
    const command = toyCommand(entryScript(['nut']));
    world.peer.fail({ on: 'add', do: 'status', status: 401 });
    await run(command);
    await world.outcome(command, 'ok');
    expect(world.peer.tokensGiven).toBe(tokens + 2);
    expect(await attemptsOf(command)).toEqual([1, 1, 1]);
  });

  it('T23: several requests under way with a token that was revoked: one new token, and no pause', async () => {
    const tokens = world.peer.tokensGiven;
    const commands = Array.from({ length: 3 }, () =>
      toyCommand([{ id: 'list', kind: 'read', calls: [{ name: 'list', args: {} }] }]),
    );
    world.peer.fail(...commands.map(() => ({ on: 'list', do: 'hold-then-status', status: 401 }) as const));
    const context = world.context();
    const settings = { ...context.settings, requestsOpenMax: 3, sendBeforeMs: 5_000, clientTimeoutMs: 10_000 };
    for (const command of commands) await world.fold(command);
    world.dispatch({ ...context, settings, protocol: { ...context.protocol, callsPerRequest: 1 } });
    await eventually(() => world.peer.heldCount === 3);
    await world.database.query(`UPDATE lease SET paused_because = NULL`);
    world.peer.release();
    for (const command of commands) await world.outcome(command, 'ok');
    expect(world.peer.tokensGiven).toBe(tokens + 2);
    expect(await world.database.query(`SELECT paused_because FROM lease`)).toEqual([{ paused_because: null }]);
  });

  it('T22: 401 twice: the account pauses, the command stays whole and goes on afterwards', async () => {
    const command = toyCommand(entryScript(['nut']));
    world.peer.fail({ on: 'add', do: 'status', status: 401 }, { on: 'add', do: 'status', status: 401 });
    const metrics = createMetrics('cloudsuite-gateway');
    const context = world.context({ metrics });
    await world.fold(command);
    const dispatcher = world.dispatch({ ...context, settings: { ...context.settings, refusedMs: 2_000 } });
    const [problem] = await eventually(async () => {
      const problems = await dispatcher.problems();
      return problems.length > 0 && problems;
    });
    expect(problem).toBe('dispatcher: toy accepts no request of ours: credentials-refused');
    expect(await metrics.metrics()).toMatch(/sluice_dispatcher_paused_seconds\{account="toy",because="credentials-ref/);
    await world.outcome(command, 'ok');
    expect(await attemptsOf(command)).toEqual([1, 1, 1]);
  });

  it('no token to be had: nothing is sent and nothing is lost, and the calls for it are on record', async () => {
    const sent = world.peer.requests.length;
    const command = toyCommand(entryScript(['nut']));
    world.peer.tokenStatus = 401;
    await run(command);
    await eventually(async () => {
      const rows = await world.database.query(`SELECT 1 FROM request WHERE purpose = 'token' AND status = 401`);
      return rows.length >= 2;
    });
    expect(world.peer.requests).toHaveLength(sent);
    expect(await attemptsOf(command)).toEqual([0, 0, 0]);
    world.peer.tokenStatus = 200;
    await world.outcome(command, 'ok');
  });

  it('T24: 429 without a time: the default wait, no lost answer', async () => {
    const command = toyCommand(entryScript(['nut']));
    world.peer.fail({ on: 'finish', do: 'status', status: 429 });
    await run(command);
    await world.outcome(command, 'ok');
    expect(await waitAfter(command)).toBeGreaterThanOrEqual(toySettings.rateLimitedMs);
    expect((await world.audit(command)).map(({ action }) => action)).not.toContain('step-unknown');
    expect(await attemptsOf(command)).toEqual([1, 1, 1]);
  });

  it('T24: 429 with a time: that wait, and it holds for other documents and across a restart', async () => {
    const command = toyCommand(entryScript(['nut']));
    const other = toyCommand(entryScript(['bolt']));
    world.peer.fail({ on: 'open', do: 'status', status: 429, headers: { 'retry-after': '700' } });
    await run(command);
    await eventually(async () => (await world.audit(command)).some(({ action }) => action === 'request-answered'));
    await world.stopDispatchers();
    await run(other);
    await world.outcome(other, 'ok');
    await world.outcome(command, 'ok');
    expect(await waitAfter(command)).toBeGreaterThanOrEqual(700);
  });

  it('a wait that is too long to be believed is cut, and then a health probe asks before anything else leaves', async () => {
    const command = toyCommand(entryScript(['nut']));
    // 60000 seconds: a gateway that counts in milliseconds.
    world.peer.fail({ on: 'open', do: 'status', status: 429, headers: { 'retry-after': '60000000' } });
    const context = world.context();
    const settings = { ...context.settings, pauseMaxMs: 300 };
    const before = world.peer.requests.length;
    await world.fold(command);
    world.dispatch({
      ...context,
      settings,
      protocol: { ...context.protocol, healthProbe: { name: 'list', args: {} } },
    });
    await world.outcome(command, 'ok');
    expect(world.peer.requests.slice(before, before + 3).map(({ names }) => names.join())).toEqual([
      'open',
      'list',
      'open',
    ]);
    expect(await waitAfter(command)).toBeLessThan(5_000);
  });

  it('a stored pause that is longer than any may be ends with the bound', async () => {
    await world.database.query(
      `UPDATE lease SET paused_until = clock_timestamp() + interval '31 years', paused_because = 'rate-limited'`,
    );
    const command = toyCommand(entryScript(['nut']));
    const context = world.context();
    await world.fold(command);
    world.dispatch({ ...context, settings: { ...context.settings, pauseMaxMs: 300 } });
    await world.outcome(command, 'ok');
  });

  it('an operator sees the pause with what is the matter, lifts it, and what is due leaves at once', async () => {
    const context = world.context();
    expect(await resumeAccount(context, 'ann')).toEqual({ resumed: false });
    const command = toyCommand(entryScript(['nut']));
    world.peer.fail({ on: 'open', do: 'status', status: 429, headers: { 'retry-after': '60000000' } });
    await world.fold(command);
    world.dispatch({ ...context, settings: { ...context.settings, pauseMaxMs: 600_000 } });
    const shown = await eventually(async () => {
      const one = await showAccount(context);
      return one.state === 'paused' && one;
    });
    expect(shown).toMatchObject({ account: 'toy', because: 'rate-limited', due: 1, needOperator: 0 });
    expect(shown.message).toMatch(/^Toy has taken no more requests since .* \(HTTP 429\); the next try is at/);
    expect(await resumeAccount(context, 'ann')).toEqual({ resumed: true });
    await world.outcome(command, 'ok');
    const [audited] = await world.database.query<{ value: { by: string } }>(
      `SELECT value FROM outbox WHERE topic = 'audit.v1' AND value ->> 'action' = 'account-resumed'`,
    );
    expect(audited?.value.by).toBe('ann');
    expect(await showAccount(context)).toMatchObject({ state: 'sending', due: 0 });
  });

  it('no token to be had: each call for one waits longer than the one before', async () => {
    await world.database.query(`DELETE FROM request WHERE purpose = 'token'`);
    const command = toyCommand(entryScript(['nut']));
    world.peer.tokenStatus = 401;
    const context = world.context();
    const settings = { ...context.settings, refusedMs: 50, pauseMaxMs: 400 };
    await world.fold(command);
    world.dispatch({ ...context, settings });
    await eventually(async () => {
      const rows = await world.database.query(`SELECT 1 FROM request WHERE purpose = 'token'`);
      return rows.length >= 5;
    });
    world.peer.tokenStatus = 200;
    await world.outcome(command, 'ok');
    const rows = await world.database.query<{ gap: string | null }>(
      `SELECT extract(epoch FROM intended_at - lag(answered_at) OVER (ORDER BY intended_at)) * 1000 AS gap
       FROM request WHERE purpose = 'token' ORDER BY intended_at`,
    );
    for (const [index, atLeast] of [50, 100, 200, 400].entries())
      expect(Number(rows[index + 1]?.gap)).toBeGreaterThanOrEqual(atLeast);
  });
});
