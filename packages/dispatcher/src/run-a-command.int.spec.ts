import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '@sluice/testing/eventually';
import { entryScript, readStep, toyCommand } from '../tests/toy-scripts.js';
import { ToyWorld } from '../tests/toy-world.js';

/** A sync may send, repeat and withdraw a command as it likes: it runs at most once, and its end is always published. */
describe('a command runs once and ends in an outcome', () => {
  const world = new ToyWorld();
  beforeAll(() => world.begin());
  afterEach(() => world.stopDispatchers());
  afterAll(() => world.end());

  it('runs its steps in order, fills in what earlier steps returned, and publishes the result', async () => {
    const command = toyCommand(entryScript(['nuts', 'bolts', 'pins', 'rods']));
    await world.fold(command);
    world.dispatch();
    const outcome = await world.outcome(command, 'ok');
    const number = outcome.steps[0]?.records[0]?.[0]?.['number'] as string;
    expect(world.peer.finished.get(number)).toEqual(['nuts', 'bolts', 'pins', 'rods']);
    expect(outcome.steps.map((step) => step.state)).toEqual(['ok', 'ok', 'ok']);
    expect(outcome.steps[1]?.calls).toEqual(['ok', 'ok', 'ok', 'ok']);
    expect(outcome.effect).toBe('all');
    expect(outcome.steps[1]?.records).toHaveLength(4);
    // Four items do not fit into one request of three calls.
    expect(world.peer.requests.map(({ names }) => names.length)).toEqual([1, 3, 1, 1]);
  });

  it('records every request and answer in the audit, and a row for each with its intent', async () => {
    const command = toyCommand(entryScript(['nut']));
    await world.fold(command);
    world.dispatch();
    await world.outcome(command, 'ok');
    const actions = (await world.audit(command)).map((entry) => entry.action);
    const once = ['request-sent', 'request-answered'];
    expect(actions).toEqual([...once, ...once, ...once, 'command-ended']);
    const requests = await world.database.query(
      `SELECT request.state, request.term > 0 AS has_term, result FROM request
       JOIN request_item ON request_id = request.id WHERE command_id = $1 ORDER BY request.intended_at`,
      [command.commandId],
    );
    expect(requests).toEqual(Array.from({ length: 3 }, () => ({ state: 'answered', has_term: true, result: 'ok' })));
  });

  it('does not run a finished command again but answers its outcome again', async () => {
    const command = toyCommand(entryScript(['nut']));
    await world.fold(command);
    world.dispatch();
    const first = await world.outcome(command, 'ok');
    const before = world.peer.carriedOut.length;
    await world.fold(command);
    await eventually(async () => (await world.outcomes(command)).length === 2);
    expect((await world.outcomes(command))[1]).toEqual(first);
    expect(world.peer.carriedOut).toHaveLength(before);
  });

  it('answers `pending` to a command that is still alive', async () => {
    const command = toyCommand(entryScript(['nut']));
    await world.fold(command);
    await world.fold(command);
    const [pending] = await world.outcomes(command);
    expect(pending).toMatchObject({ result: 'pending', effect: 'none', steps: [{ state: 'not-run' }, {}, {}] });
    world.dispatch();
    await world.outcome(command, 'ok');
  });

  it('passes others once it is asked for again with more urgency, and never falls back behind them', async () => {
    const command = toyCommand(entryScript(['nut']), { priority: 'first-load' });
    const priority = async () => {
      const [row] = await world.database.query<{ priority: number }>(
        `SELECT priority FROM command WHERE command_id = $1`,
        [command.commandId],
      );
      return row?.priority;
    };
    await world.fold(command);
    expect(await priority()).toBe(2);
    await world.fold({ ...command, priority: 'live' });
    expect(await priority()).toBe(0);
    await world.fold({ ...command, priority: 'replay' });
    expect(await priority()).toBe(0);
    world.dispatch();
    await world.outcome(command, 'ok');
  });

  it('answers `expired` to an unknown command that was decided too long ago, and never runs it', async () => {
    const command = toyCommand(entryScript(['nut']), { decidedAt: '2020-01-01T00:00:00Z' });
    await world.fold(command);
    expect(await world.outcome(command, 'expired')).toMatchObject({ effect: 'none' });
    await world.fold(command);
    expect((await world.outcomes(command)).map((outcome) => outcome.result)).toEqual(['expired', 'expired']);
  });

  it('withdraws a command of which no write has left', async () => {
    const command = toyCommand(entryScript(['nut']));
    const { commandId, document, destination } = command;
    const before = world.peer.carriedOut.length;
    await world.fold(command);
    await world.fold({ commandId, document, destination, withdraw: true });
    expect(await world.outcome(command, 'withdrawn')).toMatchObject({ effect: 'none' });
    world.dispatch();
    const next = toyCommand(entryScript(['bolt']));
    await world.fold(next);
    await world.outcome(next, 'ok');
    expect(world.peer.carriedOut).toHaveLength(before + 3);
  });

  it('withdraws a command of which only a read has left, answered or not, and writes nothing', async () => {
    const command = toyCommand([readStep('list'), ...entryScript(['nut'])]);
    const { commandId, document, destination } = command;
    const opens = world.peer.countOf('open');
    world.peer.fail({ on: 'list', do: 'hold' });
    await world.fold(command);
    world.dispatch();
    await eventually(() => world.peer.heldCount === 1);
    await world.fold({ commandId, document, destination, withdraw: true });
    expect(await world.outcome(command, 'withdrawn')).toMatchObject({ effect: 'none' });
    world.peer.release();
    const next = toyCommand(entryScript(['bolt']));
    await world.fold(next);
    await world.outcome(next, 'ok');
    expect(world.peer.countOf('open')).toBe(opens + 1);
    expect((await world.outcomes(command)).map((outcome) => outcome.result)).toEqual(['withdrawn']);
  });

  it('goes on with a command of which a write has left, and answers a withdrawal with its own outcome', async () => {
    const command = toyCommand(entryScript(['nut']));
    const { commandId, document, destination } = command;
    world.peer.fail({ on: 'finish', do: 'hold' });
    await world.fold(command);
    world.dispatch();
    await eventually(() => world.peer.heldCount === 1);
    await world.fold({ commandId, document, destination, withdraw: true });
    world.peer.release();
    await world.outcome(command, 'ok');
    expect((await world.outcomes(command)).map((outcome) => outcome.result)).toEqual(['ok']);
  });

  it('remembers the withdrawal of a command that it never saw, so that it is not run when it comes late', async () => {
    const command = toyCommand(entryScript(['nut']));
    const { commandId, document, destination } = command;
    await world.fold({ commandId, document, destination, withdraw: true });
    await world.fold(command);
    expect((await world.outcomes(command)).map((outcome) => outcome.result)).toEqual(['withdrawn', 'withdrawn']);
  });

  it('stops at a step that finds the document, writes nothing and answers `found` with what was found', async () => {
    const existing = toyCommand(entryScript(['nut']));
    await world.fold(existing);
    world.dispatch();
    await world.outcome(existing, 'ok');
    const before = world.peer.countOf('open');
    const command = toyCommand([
      { id: 'find', kind: 'read', stopIfFound: true, calls: [{ name: 'list', args: {} }] },
      ...entryScript(['bolt']),
    ]);
    await world.fold(command);
    const outcome = await world.outcome(command, 'found');
    expect(outcome.steps.map((step) => step.state)).toEqual(['ok', 'skipped', 'skipped', 'skipped']);
    expect(outcome.steps[0]?.records[0]).not.toEqual([]);
    expect(world.peer.countOf('open')).toBe(before);
  });

  it('undoes what was prepared when a step is refused, and publishes every refusal', async () => {
    const command = toyCommand(entryScript(['nut', 'bolt', 'pin', 'rod']));
    world.peer.fail(
      { on: 'add', do: 'refuse', message: 'not today' },
      { on: 'add', do: 'refuse', message: 'nor this' },
    );
    const drops = world.peer.countOf('drop');
    await world.fold(command);
    world.dispatch();
    const outcome = await world.outcome(command, 'refused');
    expect(outcome.refusals.map(({ step, index, message }) => [step, index, message])).toEqual([
      ['add', 0, 'not today'],
      ['add', 1, 'not today'],
      ['add', 2, 'not today'],
      ['add', 3, 'nor this'],
    ]);
    expect(outcome.steps[1]?.calls).toEqual(['nok', 'nok', 'nok', 'nok']);
    expect(outcome.effect).toBe('none');
    expect(world.peer.countOf('drop')).toBe(drops + 1);
  });

  it('goes on after the refusal of an optional step, and names it in the outcome', async () => {
    const [open, add, finish] = entryScript(['nut']);
    const command = toyCommand([
      open,
      { id: 'note', kind: 'write', optional: true, calls: [{ name: 'note', args: {} }] },
      add,
      finish,
    ]);
    await world.fold(command);
    world.dispatch();
    const outcome = await world.outcome(command, 'ok');
    expect(outcome.refusals.map(({ step }) => step)).toEqual(['note']);
    expect(outcome.effect).toBe('part');
  });

  it('says that a part took effect when a step is refused after another, and nothing can undo it', async () => {
    const [open, add] = entryScript(['nut', 'bolt', 'pin', 'rod']);
    const { undo: _, ...withoutUndo } = add;
    const command = toyCommand([open, withoutUndo]);
    // Four items are two requests of at most three.
    world.peer.fail({ on: 'add', do: 'refuse', message: 'not today' });
    await world.fold(command);
    world.dispatch();
    const outcome = await world.outcome(command, 'refused');
    expect(outcome.steps.map(({ calls }) => calls)).toEqual([['ok'], ['nok', 'nok', 'nok', 'ok']]);
    expect(outcome.effect).toBe('part');
  });

  it('sends again what the peer says it has not processed', async () => {
    const command = toyCommand(entryScript(['nut', 'bolt']));
    world.peer.fail({ on: 'add', do: 'not-processed' });
    await world.fold(command);
    world.dispatch();
    const outcome = await world.outcome(command, 'ok');
    const number = outcome.steps[0]?.records[0]?.[0]?.['number'] as string;
    expect(world.peer.finished.get(number)).toEqual(['nut', 'bolt']);
  });

  it('refuses a step whose values no earlier step returned, without a request', async () => {
    const command = toyCommand([
      { id: 'add', kind: 'write', calls: [{ name: 'add', args: { number: { from: 'open', field: 'number' } } }] },
    ]);
    await world.fold(command);
    world.dispatch();
    const outcome = await world.outcome(command, 'refused');
    expect(outcome.refusals).toMatchObject([{ step: 'add', code: 'step-unresolvable' }]);
    expect(outcome.effect).toBe('none');
  });

  it('is not held up by a command that it cannot read', async () => {
    const broken = toyCommand(entryScript(['nut']));
    await world.fold(broken);
    await world.database.query(`UPDATE command SET body = '{}' WHERE command_id = $1`, [broken.commandId]);
    const command = toyCommand(entryScript(['bolt']), { commandId: randomUUID() });
    await world.fold(command);
    world.dispatch();
    await world.outcome(command, 'ok');
    await world.database.query(`DELETE FROM command WHERE command_id = $1`, [broken.commandId]);
  });
});
