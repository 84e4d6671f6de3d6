import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Protocol } from '../protocol.js';
import type { ToyCall } from '../../tests/toy-peer.js';
import { foldCommand } from '../command/fold-command.js';
import { eventually } from '@sluice/testing/eventually';
import type { ToyCommand } from '../../tests/toy-protocol.js';
import { entryScript, readStep, toyCommand } from '../../tests/toy-scripts.js';
import { ToyWorld, type ToyContext } from '../../tests/toy-world.js';

/** M3 permits few requests: what is ready at the same moment shares one, and no document suffers for another. */
describe('documents that are ready at the same moment share a request', () => {
  const world = new ToyWorld();
  beforeAll(() => world.begin());
  afterEach(async () => {
    world.peer.release();
    await world.stopDispatchers();
    world.peer.requests.splice(0);
  });
  afterAll(() => world.end());

  const roomy = (change: Partial<Protocol<ToyCommand, ToyCall>> = {}): ToyContext => {
    const context = world.context();
    // A busy machine must not make an answer late here: what counts is who shares a request.
    const settings = { ...context.settings, leaseMs: 30_000, sendBeforeMs: 10_000, clientTimeoutMs: 10_000 };
    return { ...context, settings, protocol: { ...context.protocol, callsPerRequest: 20, ...change } };
  };
  const fold = async (commands: readonly ToyCommand[]): Promise<void> => {
    for (const command of commands) await world.fold(command);
  };
  const itemsOf = async (command: ToyCommand): Promise<string[] | undefined> => {
    const outcome = await world.outcome(command, 'ok');
    return world.peer.finished.get(outcome.steps[0]?.records[0]?.[0]?.['number'] as string);
  };

  it('eight orders take as many requests as one', async () => {
    const commands = orders(8);
    await fold(commands);
    world.dispatch(roomy());
    for (const [index, command] of commands.entries())
      expect(await itemsOf(command)).toEqual([`nut-${index}`, `bolt-${index}`]);
    expect(world.peer.requests.map(({ names }) => names.length)).toEqual([8, 16, 8]);
  });

  it('each document’s history has its own calls and results only', async () => {
    const commands = orders(3);
    await fold(commands);
    world.dispatch(roomy());
    for (const command of commands) await world.outcome(command, 'ok');
    const trail = JSON.stringify(await world.audit(at(commands, 0)));
    expect(trail).toContain('nut-0');
    expect(trail).not.toContain('nut-1');
  });

  it('a command does not wait until a request is full', async () => {
    const command = at(orders(1), 0);
    world.dispatch(roomy());
    await fold([command]);
    await world.outcome(command, 'ok');
    expect(world.peer.requests.map(({ names }) => names.length)).toEqual([1, 2, 1]);
  });

  it('T32: a refusal concerns only the document that it names', async () => {
    const poison = toyCommand(
      entryScript(['nut']).map((step) => (step.id === 'open' ? { ...step, calls: [{ name: 'bad', args: {} }] } : step)),
    );
    const commands = orders(3);
    await fold([...commands.slice(0, 1), poison, ...commands.slice(1)]);
    world.dispatch(roomy());
    for (const command of commands) await world.outcome(command, 'ok');
    const outcome = await world.outcome(poison, 'refused');
    expect(outcome.refusals).toMatchObject([{ step: 'open' }]);
    expect(world.peer.requests[0]?.names).toEqual(['open', 'bad', 'open', 'open']);
  });

  it('T26: what was not processed is sent again, and nothing else', async () => {
    const commands = orders(3);
    await fold(commands);
    world.peer.fail({ on: 'add', do: 'not-processed-from', index: 3 });
    world.dispatch(roomy());
    for (const [index, command] of commands.entries())
      expect(await itemsOf(command)).toEqual([`nut-${index}`, `bolt-${index}`]);
    expect(world.peer.requests.flatMap(({ names }) => names).filter((name) => name === 'add')).toHaveLength(9);
  });

  it('T27: an answer that is too short is a lost answer for the calls that it leaves out', async () => {
    const commands = orders(3);
    await fold(commands);
    world.peer.fail({ on: 'finish', do: 'short' });
    const finishes = world.peer.countOf('finish');
    world.dispatch(roomy());
    for (const command of commands) await itemsOf(command);
    expect(world.peer.countOf('finish')).toBe(finishes + 3);
    const last = (await world.audit(at(commands, 2))).map(({ action }) => action);
    expect(last).toContain('probed');
    for (const command of commands.slice(0, 2))
      expect((await world.audit(command)).map(({ action }) => action)).not.toContain('probed');
  });

  it('T19: a lost answer makes no second effect for any of them', async () => {
    const commands = orders(4);
    await fold(commands);
    world.peer.fail({ on: 'finish', do: 'drop-answer' }, { on: 'add', do: 'status', status: 504 });
    const finished = world.peer.finished.size;
    world.dispatch(roomy());
    for (const [index, command] of commands.entries())
      expect(await itemsOf(command)).toEqual([`nut-${index}`, `bolt-${index}`]);
    expect(world.peer.finished.size).toBe(finished + 4);
  });

  it('T32: one document that makes every request fail is alone in the end, and the others go on', async () => {
    const poison = toyCommand([{ id: 'poison', kind: 'read', calls: [{ name: 'poison', args: {} }] }]);
    const others = Array.from({ length: 9 }, () =>
      toyCommand([{ id: 'list', kind: 'read', calls: [{ name: 'list', args: {} }] }]),
    );
    world.peer.failsAlways.add('poison');
    await fold([...others.slice(0, 4), poison, ...others.slice(4)]);
    world.dispatch(roomy());
    for (const other of others) await world.outcome(other, 'ok');
    world.peer.failsAlways.clear();
    await world.outcome(poison, 'refused');
  });

  it('a refusal of the whole request is blamed on no document: each is tried again in a smaller batch', async () => {
    const reads = Array.from({ length: 4 }, () =>
      toyCommand([{ id: 'list', kind: 'read', calls: [{ name: 'list', args: {} }] }]),
    );
    const poison = toyCommand([{ id: 'poison', kind: 'read', calls: [{ name: 'poison', args: {} }] }]);
    await fold([...reads, poison]);
    const context = roomy();
    world.dispatch({
      ...context,
      protocol: {
        ...context.protocol,
        classify: (calls, answer) =>
          calls.some(({ name }) => name === 'poison')
            ? {
                kind: 'results',
                whole: true,
                results: calls.map(() => ({ state: 'nok', refusal: { code: 'BAD', message: 'what is poison?' } })),
              }
            : context.protocol.classify(calls, answer),
      },
    });
    for (const read of reads) await world.outcome(read, 'ok');
    const outcome = await world.outcome(poison, 'refused');
    expect(outcome.refusals).toMatchObject([{ message: 'what is poison?' }]);
  });

  it('however many are due, a command is read only where it may join the request', async () => {
    const elsewhere = Array.from({ length: 40 }, () => toyCommand([readStep('list')]));
    const here = toyCommand([readStep('look', { number: '0' })]);
    const context = roomy();
    const read: string[] = [];
    const protocol = {
      ...context.protocol,
      groupOf: ({ name }: ToyCall) => name,
      parse: (stored: unknown) => {
        const command = context.protocol.parse(stored);
        read.push(command.commandId);
        return command;
      },
    };
    const own = { ...context, protocol };
    for (const command of [here, ...elsewhere]) await world.database.transaction((tx) => foldCommand(tx, own, command));
    read.length = 0;
    world.peer.fail({ on: 'list', do: 'hold' });
    world.dispatch(own);
    await world.outcome(here, 'ok');
    const [first = ''] = elsewhere.map(({ commandId }) => commandId);
    await eventually(() => world.peer.heldCount === 1);
    const readForOne = new Set(read.slice(0, read.lastIndexOf(here.commandId)));
    expect([...readForOne]).toEqual([here.commandId]);
    world.peer.release();
    for (const command of elsewhere) await world.outcome(command, 'ok');
    expect(read.filter((id) => id === first).length).toBeLessThanOrEqual(6);
  });

  it('an answer that cannot be folded into one command is lost for that command alone', async () => {
    const commands = orders(3);
    await fold(commands);
    const context = roomy();
    let thrown = 0;
    world.dispatch({
      ...context,
      publish: (tx, head, outcome, cause) => {
        const isMeant = head.commandId === commands[1]?.commandId && outcome.result === 'ok';
        if (isMeant && (thrown += 1) === 1) throw new Error('a bug');
        return context.publish(tx, head, outcome, cause);
      },
    });
    for (const command of commands) await itemsOf(command);
    expect(thrown).toBe(2);
    expect((await world.audit(at(commands, 1))).map(({ action }) => action)).toContain('probed');
  });
});

const orders = (count: number): ToyCommand[] =>
  Array.from({ length: count }, (_, index) => toyCommand(entryScript([`nut-${index}`, `bolt-${index}`])));

function at(commands: readonly ToyCommand[], index: number): ToyCommand {
  const command = commands[index];
  if (command === undefined) throw new RangeError(`there is no command ${index}`);
  return command;
}
