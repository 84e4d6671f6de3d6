import { randomBytes, randomUUID } from 'node:crypto';
import { sealing } from '@sluice/runtime/sealing/sealing';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { isSealed } from '@sluice/shared/sealed';
import { entryScript, readStep, toyCommand } from '../tests/toy-scripts.js';
import { toyProtocol, type ToyCommand } from '../tests/toy-protocol.js';
import { ToyWorld, type ToyContext } from '../tests/toy-world.js';

const canary = 'DE89370400440532013000';
const { seal, unseal } = sealing({ sealingKey: randomBytes(32), sealingKeysOld: [] });

/** An order with the account of a document: its own, where no other is named. */
function withAccount(change: { of?: string } = {}): ToyCommand {
  const document = { type: 'purchase-order', id: randomUUID() } as const;
  const account = seal(`${change.of ?? `purchase-order/${document.id}`}#account`, canary);
  const [open, add, finish] = entryScript(['nut']);
  const calls = add.calls.map((call) => ({ ...call, args: { ...call.args, account } }));
  return toyCommand([open, { ...add, calls }, finish], { document });
}

/** A bank account must reach the other system, and no reader of our tables, topics or logs. */
describe('a sealed value is open only in the request that is sent', () => {
  const world = new ToyWorld();
  const lines: string[] = [];
  beforeAll(() => world.begin());
  afterEach(() => world.stopDispatchers());
  afterAll(() => world.end());

  const note = (...line: unknown[]): void => void lines.push(JSON.stringify(line));
  const context = (change: Partial<ToyContext> = { unseal }): ToyContext =>
    world.context({ log: { info: note, warn: note, error: note }, ...change });

  const everythingWritten = async (): Promise<string> => {
    const tables = await world.database.query<{ name: string }>(
      `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables
       WHERE schemaname NOT IN ('pg_catalog', 'information_schema')`,
    );
    expect(tables.length).toBeGreaterThan(5);
    const rows = tables.map(({ name }) => world.database.query(`SELECT to_jsonb(one) FROM ${name} AS one`));
    return JSON.stringify([await Promise.all(rows), lines]);
  };

  it('arrives, and is in no table, outbox row or log line', async () => {
    const command = withAccount();
    await world.fold(command);
    world.dispatch(context());
    await world.outcome(command, 'ok');
    expect(world.peer.carriedOut.filter(({ args }) => args['account'] === canary)).toHaveLength(1);
    const written = await everythingWritten();
    expect(written).not.toContain(canary);
    expect(written).toContain('••••3000');
  });

  it('is masked where the other system repeats it: in refusals, records and what it answered', async () => {
    const command = withAccount();
    world.peer.fail({ on: 'add', do: 'refuse', message: `the account ${canary} is blocked` });
    await world.fold(command);
    world.dispatch(context());
    const { refusals } = await world.outcome(command, 'refused');
    expect(refusals).toMatchObject([{ step: 'add', message: 'the account ••••3000 is blocked' }]);
    expect(await everythingWritten()).not.toContain(canary);
  });

  it('is sealed where the other system answers it, before anything of the answer is kept', async () => {
    const own = { ...toyProtocol(world.peer.url), sealedFieldsOf: () => [['number']] };
    const command = toyCommand([readStep('list')]);
    world.peer.finished.set(canary, []);
    await world.fold(command);
    world.dispatch(context({ protocol: own, unseal, seal }));
    const { steps } = await world.outcome(command, 'ok');
    world.peer.finished.delete(canary);
    const account = steps[0]?.records[0]?.find(({ number }) => isSealed(number) && number.lastFour === '3000')?.[
      'number'
    ];
    expect(account).toMatchObject({ of: `purchase-order/${command.document.id}#number`, lastFour: '3000' });
    expect(await everythingWritten()).not.toContain(canary);
  });

  it.each([
    ['without its key', {}, {}, 'sealing-key-missing'],
    ['of another document', { of: 'purchase-order/other' }, { unseal }, 'sealed-value-invalid'],
  ])('%s refuses the step and says so, and nothing of the step leaves', async (_, value, change, code) => {
    const command = withAccount(value);
    const adds = world.peer.countOf('add');
    await world.fold(command);
    world.dispatch(context(change));
    const { refusals, effect } = await world.outcome(command, 'refused');
    expect(refusals).toMatchObject([{ step: 'add', code }]);
    expect(world.peer.countOf('add')).toBe(adds);
    // What had been opened before is undone.
    expect(effect).toBe('none');
  });
});
