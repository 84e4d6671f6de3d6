import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { entryScript, readStep, toyCommand } from '../../tests/toy-scripts.js';
import { ToyWorld, type ToyContext } from '../../tests/toy-world.js';
import type { ToyCommand } from '../../tests/toy-protocol.js';
import { foldCommand } from './fold-command.js';
import { settleCommand } from './settle-command.js';

const script = () => entryScript(['nut']);
const lookup = { ...readStep('look', { number: '-' }), stopIfFound: true };

const again = ({ document, destination }: ToyCommand, change: Partial<ToyCommand> = {}): ToyCommand =>
  toyCommand(script(), { document, destination, ...change });

/**
 * A sync knows what it has sent, until its records are lost or restored from a backup, or a second one runs beside it.
 * Without this guarantee the supplier then gets the same order twice.
 */
describe('what cannot be made twice is made once', () => {
  const world = new ToyWorld();
  beforeAll(() => world.begin());
  afterEach(async () => {
    world.peer.release();
    await world.stopDispatchers();
  });
  afterAll(() => world.end());

  const made = (): number => world.peer.countOf('finish');
  const run = async (command: ToyCommand): Promise<void> => {
    await world.fold(command);
    world.dispatch();
    await world.outcome(command, 'ok');
    await world.stopDispatchers();
  };

  it('two at once: the second is refused before anything of it is sent, and says why', async () => {
    const first = toyCommand(script());
    const before = made();
    await world.fold(first);
    const second = again(first);
    await world.fold(second);
    expect(await world.outcome(second, 'refused')).toMatchObject({
      effect: 'none',
      refusals: [{ step: 'finish', code: 'destination-busy' }],
    });
    world.dispatch();
    await world.outcome(first, 'ok');
    expect(made()).toBe(before + 1);
  });

  it('one that was done and that the sender does not know of, where nothing is looked up: a person is asked', async () => {
    const first = toyCommand(script());
    await run(first);
    const before = made();
    const second = again(first);
    await world.fold(second);
    const asked = await world.outcome(second, 'needs-operator');
    expect(asked).toMatchObject({ effect: 'none', stepToSettle: 'finish' });
    expect(asked.message).toContain(first.commandId);
    await world.database.transaction((tx) =>
      settleCommand(tx, world.context(), {
        commandId: second.commandId,
        step: 'finish',
        verdict: 'done',
        by: 'ann',
        at: new Date().toISOString(),
      }),
    );
    world.dispatch();
    expect(await world.outcome(second, 'ok')).toMatchObject({ steps: [{}, {}, { state: 'ok' }] });
    expect(made()).toBe(before);
  });

  it('who says that it is not there gets it made', async () => {
    const first = toyCommand(script());
    await run(first);
    const before = made();
    const second = again(first);
    await world.fold(second);
    await world.outcome(second, 'needs-operator');
    await world.database.transaction((tx) =>
      settleCommand(tx, world.context(), {
        commandId: second.commandId,
        step: 'finish',
        verdict: 'not-done',
        by: 'ann',
        at: new Date().toISOString(),
      }),
    );
    world.dispatch();
    await world.outcome(second, 'ok');
    expect(made()).toBe(before + 1);
  });

  it('one whose end the sender knows, by itself or by a later command, does not hold up the next', async () => {
    const first = toyCommand(script());
    await run(first);
    const read = toyCommand([readStep('list')], {
      document: first.document,
      destination: first.destination,
    });
    await run(again(first, { follows: first.commandId }));
    await world.database.query(`UPDATE command SET ended_at = ended_at - interval '1 s' WHERE document_id = $1`, [
      first.document.id,
    ]);
    await run(read);
    await run(again(first, { follows: read.commandId }));
    expect((await world.audit(first)).filter(({ summary }) => summary.includes('person'))).toEqual([]);
  });

  it('where the script looks up, it waits until what was done just now can be found, and asks nobody', async () => {
    const first = toyCommand(script());
    await run(first);
    const second = toyCommand([lookup, ...script()], { document: first.document });
    const context: ToyContext = world.context();
    await world.database.transaction((tx) => foldCommand(tx, context, second));
    const [row] = await world.database.query<{ waits: boolean }>(
      `SELECT later.due_at = date_trunc('milliseconds', done.ended_at + interval '1 minute') AS waits FROM command later, command done
       WHERE later.command_id = $1 AND done.command_id = $2`,
      [second.commandId, first.commandId],
    );
    expect(row?.waits).toBe(true);
    expect(await world.outcomes(second)).toEqual([]);
  });

  it('where nothing is looked up and the history does not go back far enough a person is asked', async () => {
    const old = toyCommand(script(), { documentSince: '2020-01-01T00:00:00Z' });
    const forgotten = toyCommand(script(), { follows: '0193b0a0-0000-7000-8000-000000000001' });
    for (const command of [old, forgotten]) {
      await world.fold(command);
      expect((await world.outcome(command, 'needs-operator')).message).toContain('history of this gateway');
    }
    await run(toyCommand(script(), { documentSince: new Date().toISOString() }));
  });
});
