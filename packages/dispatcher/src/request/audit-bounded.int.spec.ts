import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '@sluice/testing/eventually';
import type { ToyCommand } from '../../tests/toy-protocol.js';
import { entryScript, readStep, toyCommand } from '../../tests/toy-scripts.js';
import { ToyWorld, type ToyContext } from '../../tests/toy-world.js';

/** An outage of a night must not write a million lines: a history in which nothing changes says nothing. */
describe('the history of a document does not grow with the length of an outage', () => {
  const world = new ToyWorld();
  beforeAll(() => world.begin());
  afterEach(async () => {
    world.peer.failsAlways.clear();
    world.peer.filtered = undefined;
    world.peer.requests.splice(0);
    await world.stopDispatchers();
    await world.database.query(`DELETE FROM request`);
    await world.database.query(`DELETE FROM command`);
    await world.database.query(`DELETE FROM outbox`);
    await world.database.query(`UPDATE lease SET paused_until = NULL, paused_because = NULL`);
  });
  afterAll(() => world.end());

  const impatient = (): ToyContext => {
    const context = world.context();
    const settings = {
      ...context.settings,
      leaseMs: 30_000,
      sendBeforeMs: 10_000,
      clientTimeoutMs: 10_000,
      retryMs: 5,
      retryMaxMs: 10,
      refusedMs: 10,
      breakerOpenMs: 5,
      breakerOpenMaxMs: 10,
    };
    return { ...context, settings, protocol: { ...context.protocol, callsPerRequest: 20 } };
  };
  const mostLines = async (): Promise<number> => {
    const [row] = await world.database.query<{ most: string }>(
      `SELECT max(lines) AS most FROM (SELECT count(*) AS lines FROM outbox WHERE topic = 'audit.v1' GROUP BY key) AS one`,
    );
    return Number(row?.most);
  };

  it.each([
    ['nobody answers', () => void world.peer.failsAlways.add('list')],
    ['nobody is let in', () => void (world.peer.filtered = { text: '', status: 403 })],
  ])('100 commands while %s', async (_what, begins) => {
    const commands = Array.from({ length: 100 }, () => toyCommand([readStep('list')]));
    begins();
    for (const command of commands) await world.fold(command);
    world.dispatch(impatient());
    await eventually(() => world.peer.requests.length >= 150, { withinMs: 60_000 });
    expect(await mostLines()).toBeLessThanOrEqual(6);
    world.peer.failsAlways.clear();
    world.peer.filtered = undefined;
    for (const command of commands) await world.outcome(command, 'ok');
    expect(await mostLines()).toBeLessThanOrEqual(8);
    // What was sent stands beside the answer that told something.
    const [answered] = (await world.audit(commands[0] as ToyCommand)).filter(({ summary }) => summary.endsWith('1 ok'));
    expect(answered?.details).toHaveProperty('request');
  });

  it('a probe that is never answered is asked ever more rarely, and told once', async () => {
    const command = toyCommand(entryScript(['nut']));
    world.peer.fail({ on: 'finish', do: 'drop-answer' });
    world.peer.failsAlways.add('look');
    const context = impatient();
    const settings = { ...context.settings, retryMs: 20, retryMaxMs: 200 };
    await world.fold(command);
    world.dispatch({ ...context, settings });
    await eventually(() => world.peer.requests.filter(({ names }) => names.includes('look')).length >= 8);
    const rows = await world.database.query<{ gap: string }>(
      `SELECT extract(epoch FROM intended_at - lag(answered_at) OVER (ORDER BY intended_at)) * 1000 AS gap
       FROM request WHERE purpose = 'probe' ORDER BY intended_at`,
    );
    for (const [index, atLeast] of [20, 40, 80, 160].entries())
      expect(Number(rows[index + 1]?.gap)).toBeGreaterThanOrEqual(atLeast);
    const probes = (await world.audit(command)).filter(({ details }) => details?.['purpose'] === 'probe');
    expect(probes.length).toBeLessThanOrEqual(4);
    world.peer.failsAlways.clear();
    await world.outcome(command, 'ok');
  });

  it('a write whose answer is lost is told, also of a command that was held up before', async () => {
    const command = toyCommand(entryScript(['nut']));
    await world.fold(command);
    await world.database.query(`UPDATE command SET delay = $2 WHERE command_id = $1`, [
      command.commandId,
      { kind: 'retrying', code: 'unavailable', since: new Date().toISOString() },
    ]);
    world.peer.fail({ on: 'open', do: 'drop-answer' });
    world.dispatch(impatient());
    await world.outcome(command, 'ok');
    expect((await world.audit(command)).map(({ action }) => action)).toContain('step-unknown');
  });
});
