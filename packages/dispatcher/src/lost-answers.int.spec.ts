import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '@sluice/testing/eventually';
import { settleCommand } from './command/settle-command.js';
import type { ToyCommand } from '../tests/toy-protocol.js';
import { entryScript, toyCommand } from '../tests/toy-scripts.js';
import { toySettings, ToyWorld } from '../tests/toy-world.js';

/**
 * The other system may have carried out what it did not answer. Without these guarantees a supplier gets the same order
 * twice, or an order that counts as sent was never made.
 */
describe('a lost answer makes no second effect and loses none', () => {
  const world = new ToyWorld();
  beforeAll(() => world.begin());
  afterEach(async () => {
    world.peer.release();
    await world.stopDispatchers();
  });
  afterAll(() => world.end());

  const run = async (command: ToyCommand): Promise<void> => {
    await world.fold(command);
    world.dispatch();
  };
  const actionsOf = async (command: ToyCommand): Promise<string[]> =>
    (await world.audit(command)).map((entry) => entry.action);

  it('the commit took effect: the probe sees it and nothing is sent again', async () => {
    const [finished, finishes] = [world.peer.finished.size, world.peer.countOf('finish')];
    const command = toyCommand(entryScript(['nut']));
    world.peer.fail({ on: 'finish', do: 'drop-answer' });
    await run(command);
    expect(await world.outcome(command, 'ok')).toMatchObject({ effect: 'all' });
    expect(world.peer.finished.size).toBe(finished + 1);
    expect(world.peer.countOf('finish')).toBe(finishes + 1);
    expect(await actionsOf(command)).toEqual(expect.arrayContaining(['step-unknown', 'probed']));
  });

  it('no probe is sent before the settle time is over', async () => {
    const command = toyCommand(entryScript(['nut']));
    world.peer.fail({ on: 'finish', do: 'drop-answer' });
    await run(command);
    await world.outcome(command, 'ok');
    const [row] = await world.database.query<{ waited: string }>(
      `SELECT extract(epoch FROM probe.intended_at - lost.answered_at) * 1000 AS waited
       FROM request lost JOIN request_item one ON one.request_id = lost.id,
            request probe JOIN request_item two ON two.request_id = probe.id
       WHERE one.command_id = $1 AND two.command_id = $1 AND lost.state = 'unanswered' AND probe.purpose = 'probe'`,
      [command.commandId],
    );
    expect(Number(row?.waited)).toBeGreaterThanOrEqual(toySettings.settleMs);
  });

  it('the commit never arrived: not seen twice, a settle time apart, and only then the same again', async () => {
    const [finished, looks] = [world.peer.finished.size, world.peer.countOf('look')];
    const command = toyCommand(entryScript(['nut']));
    world.peer.fail({ on: 'finish', do: 'drop-request' });
    await run(command);
    await world.outcome(command, 'ok');
    expect(world.peer.finished.size).toBe(finished + 1);
    expect(world.peer.countOf('look')).toBe(looks + 2);
  });

  it('what is on its way shows up at the second probe and is not sent again', async () => {
    const finishes = world.peer.countOf('finish');
    const command = toyCommand(entryScript(['nut']));
    world.peer.hiddenLooks = 1;
    world.peer.fail({ on: 'finish', do: 'drop-answer' });
    await run(command);
    await world.outcome(command, 'ok');
    expect(world.peer.countOf('finish')).toBe(finishes + 1);
  });

  it('a refusal of the repeated commit does not count before one more probe', async () => {
    const finished = world.peer.finished.size;
    const command = toyCommand(entryScript(['nut']));
    world.peer.hiddenLooks = 2;
    world.peer.fail({ on: 'finish', do: 'drop-answer' });
    await run(command);
    const outcome = await world.outcome(command, 'ok');
    expect(outcome.refusals).toEqual([]);
    expect(world.peer.finished.size).toBe(finished + 1);
  });

  it('a repeated commit that is refused, as is its undo, had been accepted the first time', async () => {
    const [finished, opens] = [world.peer.finished.size, world.peer.countOf('open')];
    const [open, add, finish] = entryScript(['nut']);
    const command = toyCommand([
      open,
      add,
      { ...finish, whenOutcomeUnknown: { do: 'repeat', refusedAndNotUndone: 'done' } },
    ]);
    world.peer.hiddenLooks = 3;
    world.peer.fail({ on: 'finish', do: 'drop-answer' });
    await run(command);
    const outcome = await world.outcome(command, 'ok');
    expect(outcome.refusals).toEqual([]);
    expect(world.peer.finished.size).toBe(finished + 1);
    expect(world.peer.countOf('open')).toBe(opens + 1);
  });

  it('proof that it was not done permits to send it again at once', async () => {
    const looks = world.peer.countOf('look');
    const [open, add, finish] = entryScript(['nut']);
    const probe = { calls: finish.probe?.calls ?? [], absentProves: true };
    const command = toyCommand([open, add, { ...finish, probe }]);
    world.peer.fail({ on: 'finish', do: 'drop-request' });
    await run(command);
    await world.outcome(command, 'ok');
    expect(world.peer.countOf('look')).toBe(looks + 1);
  });

  it('before the commit everything is undone and begun again', async () => {
    const [finished, opens] = [world.peer.finished.size, world.peer.countOf('open')];
    const command = toyCommand(entryScript(['nut', 'bolt', 'pin', 'rod']));
    world.peer.fail({ on: 'add', do: 'drop-answer' });
    await run(command);
    const outcome = await world.outcome(command, 'ok');
    expect(world.peer.finished.size).toBe(finished + 1);
    expect(world.peer.countOf('open')).toBe(opens + 2);
    const number = outcome.steps[0]?.records[0]?.[0]?.['number'] as string;
    expect(world.peer.finished.get(number)).toEqual(['nut', 'bolt', 'pin', 'rod']);
  });

  it('an undo whose own answer is lost is tried once more, and the second one finding nothing is as good', async () => {
    const finished = world.peer.finished.size;
    const command = toyCommand(entryScript(['nut']));
    world.peer.fail({ on: 'add', do: 'drop-answer' }, { on: 'drop', do: 'drop-answer' });
    await run(command);
    await world.outcome(command, 'ok');
    expect(world.peer.finished.size).toBe(finished + 1);
  });

  it('an answer that leaves out one call counts as lost for that call', async () => {
    const finished = world.peer.finished.size;
    const command = toyCommand(entryScript(['nut', 'bolt']));
    world.peer.fail({ on: 'add', do: 'short' });
    await run(command);
    const outcome = await world.outcome(command, 'ok');
    const number = outcome.steps[0]?.records[0]?.[0]?.['number'] as string;
    expect(world.peer.finished.get(number)).toEqual(['nut', 'bolt']);
    expect(world.peer.finished.size).toBe(finished + 1);
  });

  it.each([502, 503, 504])('T19: HTTP %i says nothing about the effect', async (status) => {
    const finished = world.peer.finished.size;
    const command = toyCommand(entryScript(['nut']));
    world.peer.fail({ on: 'finish', do: 'status', status });
    await run(command);
    await world.outcome(command, 'ok');
    expect(world.peer.finished.size).toBe(finished + 1);
    expect(await actionsOf(command)).toContain('step-unknown');
  });

  it('a page instead of an answer says nothing about the effect', async () => {
    const finishes = world.peer.countOf('finish');
    const command = toyCommand(entryScript(['nut']));
    world.peer.fail({ on: 'finish', do: 'page' });
    await run(command);
    await world.outcome(command, 'ok');
    expect(world.peer.countOf('finish')).toBe(finishes + 1);
  });

  it('no answer within the time that a caller waits is a lost answer', async () => {
    const finishes = world.peer.countOf('finish');
    const command = toyCommand(entryScript(['nut']));
    world.peer.fail({ on: 'finish', do: 'hold' });
    await run(command);
    await world.outcome(command, 'ok');
    expect(world.peer.countOf('finish')).toBe(finishes + 1);
  });

  it('a read is simply sent again', async () => {
    const command = toyCommand([{ id: 'look', kind: 'read', calls: [{ name: 'list', args: {} }] }]);
    world.peer.fail({ on: 'list', do: 'drop-answer' }, { on: 'list', do: 'status', status: 503 });
    await run(command);
    await world.outcome(command, 'ok');
    const actions = await actionsOf(command);
    expect(actions).not.toContain('probed');
    expect(actions).not.toContain('step-unknown');
  });

  it('the history has it in the order in which it happened', async () => {
    const command = unsure();
    world.peer.fail({ on: 'finish', do: 'drop-request' });
    await run(command);
    await world.outcome(command, 'needs-operator');
    const actions = await actionsOf(command);
    const lost = actions.indexOf('step-unknown');
    expect(actions.slice(lost - 2, lost)).toEqual(['request-sent', 'request-answered']);
    await settle(command, 'done', 'open');
    await settle(command, 'done');
    await world.outcome(command, 'ok');
    await settle(command, 'done');
    expect((await actionsOf(command)).slice(-4)).toEqual([
      'settle-ignored',
      'step-settled',
      'command-ended',
      'settle-ignored',
    ]);
    const ignored = (await world.audit(command)).filter(({ action }) => action === 'settle-ignored');
    expect(ignored.map(({ summary }) => summary)).toEqual([
      'What anna says about open (done) changes nothing: a person is asked about finish.',
      'What anna says about finish (done) changes nothing: no person is asked, the command is done.',
    ]);
  });

  let spokenAt = Date.now();
  const settle = (command: ToyCommand, verdict: 'done' | 'not-done', step = 'finish', spoken = (spokenAt += 1)) =>
    world.database.transaction((tx) =>
      settleCommand(tx, world.context(), {
        commandId: command.commandId,
        step,
        verdict,
        by: 'anna',
        at: new Date(spoken).toISOString(),
      }),
    );

  it('where only a person may decide, one is asked, and the command ends as that person says: done', async () => {
    const finishes = world.peer.countOf('finish');
    const command = unsure();
    world.peer.fail({ on: 'finish', do: 'drop-request' });
    await run(command);
    const asked = await world.outcome(command, 'needs-operator');
    expect(asked.message).toContain('finish');
    expect(asked.effect).toBe('unknown');
    expect(asked.steps[2]?.calls).toEqual(['unknown']);
    expect(await settle(command, 'done', 'open')).toBe('not-asked');
    expect(await settle(command, 'done')).toBe('settled');
    expect(await world.outcome(command, 'ok')).toMatchObject({ effect: 'all' });
    expect(world.peer.countOf('finish')).toBe(finishes);
    expect(await settle(command, 'done')).toBe('not-asked');
  });

  it('… or not done, and it is sent again', async () => {
    const finished = world.peer.finished.size;
    const command = unsure();
    world.peer.fail({ on: 'finish', do: 'drop-request' });
    await run(command);
    await world.outcome(command, 'needs-operator');
    await world.fold(command);
    await eventually(async () => (await world.outcomes(command)).length === 3);
    await settle(command, 'not-done');
    await world.outcome(command, 'ok');
    expect(world.peer.finished.size).toBe(finished + 1);
    const told = (await world.outcomes(command)).map(({ result }) => result);
    expect(told).toEqual(['pending', 'needs-operator', 'needs-operator', 'ok']);
  });

  it('what a person said before is not taken for the answer when the person is asked again', async () => {
    const command = unsure();
    world.peer.fail({ on: 'finish', do: 'drop-request' }, { on: 'finish', do: 'drop-request' });
    await run(command);
    await world.outcome(command, 'needs-operator');
    await settle(command, 'not-done');
    await eventually(
      async () => (await actionsOf(command)).filter((action) => action === 'command-ended').length === 2,
    );
    const finishes = world.peer.countOf('finish');
    // The topic is read again from its beginning.
    expect(await settle(command, 'not-done', 'finish', spokenAt)).toBe('not-asked');
    expect(await world.stateOf(command, 'finish')).toBe('needs-operator');
    expect(await settle(command, 'done')).toBe('settled');
    await world.outcome(command, 'ok');
    expect(world.peer.countOf('finish')).toBe(finishes);
  });

  it('a person is asked when what was prepared cannot be undone', async () => {
    const command = toyCommand(entryScript(['nut']));
    world.peer.fail({ on: 'add', do: 'refuse', message: 'no' }, { on: 'drop', do: 'refuse', message: 'locked' });
    await run(command);
    const asked = await world.outcome(command, 'needs-operator');
    expect(asked.message).toContain('locked');
    expect(asked.effect).toBe('unknown');
    await settle(command, 'not-done', 'add');
    const outcome = await world.outcome(command, 'refused');
    expect(outcome.refusals).toMatchObject([{ step: 'add', message: 'no' }]);
    expect(outcome.effect).toBe('none');
  });
});

/** A script that leaves it to a person whether the commit took effect. */
const unsure = (): ToyCommand => {
  const [open, add, finish] = entryScript(['nut']);
  return toyCommand([open, add, { ...finish, whenOutcomeUnknown: { do: 'require-operator' } }]);
};
