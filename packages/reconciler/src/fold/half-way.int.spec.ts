import type { OperatorCommand } from '@sluice/shared/messages/operator';
import type { Outcome } from '@sluice/shared/messages/outcome';
import type { M3Step } from '@sluice/shared/script';
import { eventually } from '@sluice/testing/eventually';
import { beforeEach, describe, expect, test } from 'vitest';
import { equalTargets } from '../canonical-form.js';
import { done, send, type Domain, type Script } from '../decision.js';
import { orderRef, ReconcilerUnderTest } from '../../tests/reconciler-under-test.js';
import { m3Destination, readFromM3, toyDomain, type ToyOrder } from '../../tests/toy-domain.js';
import { foldOperatorCommand } from './fold-operator-command.js';

const sut = new ReconcilerUnderTest();
beforeEach(() => sut.mapping('EA', 1));

interface Lines {
  readonly lines: readonly { readonly line: number; readonly quantity: string }[];
}

const targetOf = (quantity: string): Lines => ({ lines: [1, 2, 3].map((line) => ({ line, quantity })) });

/** One transaction of its own for each line that is not yet as it should be: each takes effect at once. */
const changeLines = (held: Lines | undefined, target: Lines): Script => {
  const changed = target.lines.filter(
    ({ line, quantity }) => held?.lines.find((one) => one.line === line)?.quantity !== quantity,
  );
  const transactions = changed.map(({ line, quantity }) => ({
    transaction: 'ChgLine',
    record: { LINE: `${line}`, QTY: quantity },
    returns: [],
  }));
  return {
    system: 'm3',
    kind: 'write',
    target,
    company: '100',
    steps: [{ id: 'change-lines', kind: 'write', program: 'TOY001MI', independent: false, transactions }],
  };
};

interface Toy {
  /** Whether the script says what each of its transactions confirms. */
  readonly confirming: boolean;
  readonly readBack?: Domain<ToyOrder>['readBack'];
}

const linesDomain = ({ confirming, readBack }: Toy): Domain<ToyOrder> => ({
  ...toyDomain((view) => {
    const held = view.destination(m3Destination).acknowledged as Lines | undefined;
    const target = targetOf(view.desired?.quantity ?? '0');
    if (equalTargets(held, target)) return { [m3Destination]: done('Posted') };
    const script = changeLines(held, target);
    const [step] = script.steps as [M3Step];
    const confirms = step.transactions.map(({ record }, transaction) => ({
      step: 'change-lines',
      transaction,
      path: ['lines', { line: Number(record['LINE']) }, 'quantity'],
      value: record['QTY'],
    }));
    return { [m3Destination]: send(confirming ? { ...script, confirms } : script) };
  }),
  ...(readBack && { readBack }),
});

type Calls = NonNullable<Outcome['steps'][number]['calls']>;

/** M3 took on some of the lines. */
const after = (...calls: Calls): Partial<Outcome> => ({
  effect: calls.includes('unknown') ? 'unknown' : 'part',
  steps: [{ id: 'change-lines', state: 'nok', calls, records: [] }],
});

const refusedAfter = (...calls: Calls): Partial<Outcome> => ({
  ...after(...calls),
  result: 'refused',
  refusals: [{ step: 'change-lines', index: 1, code: 'XPU0003', message: 'Quantity is invalid' }],
});

const fold = (command: OperatorCommand, domain: Domain<ToyOrder>) =>
  sut.database.transaction((tx) => foldOperatorCommand(tx, sut.database, command, domain));

const byAda = () => ({ document: orderRef('1'), by: 'ada', at: new Date().toISOString() });
const retry = (domain: Domain<ToyOrder>) => fold({ ...byAda(), action: 'retry' }, domain);

interface SentLines {
  readonly steps?: { readonly transactions: { readonly record: { readonly LINE?: string } }[] }[];
}

const linesIn = (command: unknown): (string | undefined)[] =>
  (command as SentLines).steps?.flatMap((step) => step.transactions.map(({ record }) => record.LINE)) ?? [];

describe('a write whose steps say what they confirm', () => {
  const domain = linesDomain({ confirming: true });

  test('goes on where it was interrupted', async () => {
    sut.start(domain);
    await sut.snapshot('1', 1);
    await sut.outcome('1', await sut.command(1), { ...after('ok', 'not-run', 'not-run'), result: 'expired' }, domain);
    const rest = await sut.command(2);
    expect(linesIn(rest)).toEqual(['2', '3']);
    expect((await sut.destination())?.['acknowledged']).toEqual({ lines: [{ line: 1, quantity: '5' }] });
    await sut.outcome('1', rest, { effect: 'all' }, domain);
    await sut.shows('1', 'Posted');
  });

  test('has what was confirmed kept also while it is still alive, and counts none of it twice', async () => {
    sut.start(domain);
    await sut.snapshot('1', 1);
    const command = await sut.command(1);
    for (const result of ['pending', 'needs-operator', 'pending'] as const)
      await sut.outcome('1', command, { ...after('ok', 'ok', 'unknown'), result }, domain);
    expect((await sut.destination())?.['acknowledged']).toEqual({
      lines: [1, 2].map((line) => ({ line, quantity: '5' })),
    });
    await sut.outcome('1', command, { effect: 'all' }, domain);
    await sut.shows('1', 'Posted');
    expect(await sut.destination()).toMatchObject({ acknowledged: targetOf('5'), confirmed_twice: false });
  });

  test('stays refused until a person retries, and then sends what is left', async () => {
    sut.start(domain);
    await sut.snapshot('1', 1);
    await sut.outcome('1', await sut.command(1), refusedAfter('ok', 'nok', 'not-run'), domain);
    await sut.shows('1', 'Needs attention');
    expect(await sut.status('1')).toMatchObject({ reason: { code: 'm3-refused' } });
    expect((await sut.destination())?.['read_back_since']).toBeNull();
    await retry(domain);
    expect(linesIn(await sut.command(2))).toEqual(['2', '3']);
  });

  test('that was taken back confirms nothing', async () => {
    sut.start(domain);
    await sut.snapshot('1', 1);
    await sut.outcome('1', await sut.command(1), { ...after('ok', 'nok'), effect: 'none', result: 'undone' }, domain);
    expect(linesIn(await sut.command(2))).toEqual(['1', '2', '3']);
  });
});

describe('a write that cannot say what took effect', () => {
  const domain = linesDomain({ confirming: false, readBack: () => readFromM3('7001') });

  test('is followed by a read, and only then by another write', async () => {
    sut.start(domain);
    await sut.snapshot('1', 1);
    await sut.outcome('1', await sut.command(1), { ...after('ok', 'not-run'), result: 'expired' }, domain);
    const read = await sut.command(2);
    expect(read.steps?.map(({ id }) => id)).toEqual(['get-order']);
    await sut.shows('1', 'In progress');
    expect(await sut.status('1')).toMatchObject({ reason: { code: 'unknown-outcome' } });
    await sut.outcome('1', read, { steps: [{ id: 'get-order', state: 'ok', records: [[{ QTY: '5' }]] }] }, domain);
    expect(linesIn(await sut.command(3))).toEqual(['1', '2', '3']);
    expect((await sut.destination())?.['read_back_since']).toBeNull();
  });

  test('and was refused, is read back when a person retries', async () => {
    sut.start(domain);
    await sut.snapshot('1', 1);
    await sut.outcome('1', await sut.command(1), refusedAfter('ok', 'nok', 'not-run'), domain);
    await sut.shows('1', 'Needs attention');
    expect(await sut.sent('m3.command', '1')).toHaveLength(1);
    await retry(domain);
    const read = await sut.command(2);
    await sut.outcome(
      '1',
      read,
      { result: 'refused', refusals: [{ step: 'get-order', code: 'X', message: 'No' }] },
      domain,
    );
    await sut.shows('1', 'Needs attention');
    await retry(domain);
    const again = await sut.command(3);
    expect(again.steps).toEqual(read.steps);
    await sut.outcome('1', again, { steps: [{ id: 'get-order', state: 'ok', records: [[]] }] }, domain);
    expect(linesIn(await sut.command(4))).toEqual(['1', '2', '3']);
  });

  test('is left to a person where the domain knows no read, and goes on when that person retries', async () => {
    const blind = linesDomain({ confirming: false });
    sut.start(blind);
    await sut.snapshot('1', 1);
    await sut.outcome('1', await sut.command(1), { ...after('ok', 'unknown'), result: 'expired' }, blind);
    await sut.shows('1', 'Needs attention');
    expect(await sut.status('1')).toMatchObject({
      reason: { code: 'unknown-outcome', fix: expect.stringContaining('then retry') },
    });
    await sut.snapshot('1', 2);
    await eventually(() => sut.settled());
    expect(await sut.sent('m3.command', '1')).toHaveLength(1);
    await fold({ ...byAda(), action: 'answer', question: 'another', answer: 'yes' }, blind);
    await eventually(() => sut.settled());
    expect(await sut.sent('m3.command', '1')).toHaveLength(1);
    await retry(blind);
    expect(linesIn(await sut.command(2))).toEqual(['1', '2', '3']);
  });
});
