import type { Outcome } from '@sluice/shared/messages/outcome';
import { eventually } from '@sluice/testing/eventually';
import { beforeEach, describe, expect, test } from 'vitest';
import { orderRef, ReconcilerUnderTest, type SentCommand } from '../tests/reconciler-under-test.js';
import { decideToy, m3Leg, readFromM3, toyDomain } from '../tests/toy-domain.js';
import { done, send } from './decision.js';
import { foldOperatorAction } from './fold-operator-action.js';

const sut = new ReconcilerUnderTest();
beforeEach(() => sut.mapping('EA', 1));

/** Only the M3 leg: what happens to Coupa is another story. */
const m3Only = toyDomain((view) => ({ [m3Leg]: decideToy(view)[m3Leg] ?? done('Ignored') }));

const commandNumber = (count: number): Promise<SentCommand> =>
  eventually(async () => {
    const sent = await sut.sent('m3.command', '1');
    return sent.length >= count ? sent[count - 1] : undefined;
  });

const showsStatus = (status: string) =>
  eventually(async () => (await sut.settled()) && (await sut.status('1'))?.status === status);

const refusal = {
  step: 'add-lines',
  transaction: 'AddLine',
  index: 1,
  code: 'XPU0003',
  field: 'QTY',
  message: 'Quantity is invalid',
};
const refused: Partial<Outcome> = { result: 'refused', refusals: [refusal] };

const leg = async () => (await sut.query<Record<string, unknown>>(`SELECT * FROM leg WHERE name = $1`, [m3Leg]))[0];

const seen = (quantity: string, at: string): Partial<Outcome> => ({
  steps: [{ id: 'get-order', state: 'ok', records: [[{ QTY: quantity }]], at }],
});

const retry = () =>
  sut.database.transaction((tx) =>
    foldOperatorAction(
      tx,
      { action: 'retry', document: orderRef('1'), by: 'ada', at: '2026-03-01T08:00:00.000Z' },
      m3Only,
    ),
  );

describe('a lost outcome', () => {
  test('is asked for again with the very same command, and no more once it came', async () => {
    sut.start(m3Only, { askAgainMs: 100, sweepMs: 50 });
    await sut.snapshot('1', 1);
    const first = await commandNumber(1);
    const again = await commandNumber(2);
    expect(again).toEqual(first);
    await sut.outcome('1', first);
    await showsStatus('Posted');
    const asked = (await sut.sent('m3.command', '1')).length;
    await sut.query(`UPDATE leg SET quiet_since = quiet_since - interval '1 hour'`);
    await sut.snapshot('1', 2);
    await showsStatus('Posted');
    expect(await sut.sent('m3.command', '1')).toHaveLength(asked);
  });

  test('is not asked for while the gateway says that the command is alive', async () => {
    sut.start(m3Only);
    await sut.snapshot('1', 1);
    const command = await commandNumber(1);
    await sut.query(`UPDATE leg SET quiet_since = now() - interval '1 hour'`);
    const before = await leg();
    await sut.outcome('1', command, { result: 'pending' });
    const after = await leg();
    expect(after?.['in_flight']).toEqual({ ...(before?.['in_flight'] as object), askedAt: expect.any(String) });
    expect(await sut.query(`SELECT FROM leg WHERE quiet_since > now() - interval '1 minute'`)).toHaveLength(1);
    expect(await sut.settled()).toBe(true);
  });
});

describe('an outcome', () => {
  test('of another command adds what was seen and nothing else, and never over what is newer', async () => {
    sut.start(m3Only);
    await sut.snapshot('1', 1);
    const command = await commandNumber(1);
    const stranger = { leg: m3Leg, commandId: '01890000-0000-7000-8000-000000000000' };
    await sut.outcome('1', stranger, seen('8', '2026-03-01T09:00:00.000Z'));
    await sut.outcome('1', stranger, seen('7', '2026-03-01T08:00:00.000Z'));
    expect(await sut.query(`SELECT value FROM fact`)).toEqual([{ value: [[{ QTY: '8' }]] }]);
    expect((await leg())?.['in_flight']).toMatchObject({ commandId: command.commandId });
    expect(await sut.settled()).toBe(true);
  });

  test('`found` takes what M3 holds as confirmed, so that only a difference is sent', async () => {
    sut.start(m3Only);
    await sut.snapshot('1', 1);
    const create = await commandNumber(1);
    const held = { number: '7001', unit: 'MEA', quantity: '4' };
    await sut.outcome('1', create, {
      result: 'found',
      steps: [{ id: 'find', state: 'ok', records: [[held]] }],
    });
    await commandNumber(2);
    expect(await leg()).toMatchObject({ acknowledged: held, in_flight: { target: { ...held, quantity: '5' } } });
  });

  test('`ok` to a read is fresh for one decision, whatever its age', async () => {
    const fresh: boolean[] = [];
    const domain = toyDomain((view) => {
      const fact = view.fact('get-order');
      if (fact) fresh.push(fact.justRead);
      return { [m3Leg]: fact ? done('Posted') : send(readFromM3('7001')) };
    });
    sut.start(domain);
    await sut.snapshot('1', 1);
    const read = await commandNumber(1);
    await sut.outcome('1', read, {
      steps: [{ id: 'get-order', state: 'ok', records: [[{ QTY: '5' }]], at: '2020-01-01T00:00:00.000Z' }],
    });
    await showsStatus('Posted');
    await sut.snapshot('1', 2);
    await eventually(() => sut.settled());
    expect(fresh).toEqual([true, false]);
    expect((await leg())?.['acknowledged']).toBeNull();
  });

  test('`asked-person` shows until that person has decided', async () => {
    sut.start(m3Only);
    await sut.snapshot('1', 1);
    const command = await commandNumber(1);
    await sut.outcome('1', command, { result: 'asked-person', message: 'FinishEntry was not answered' });
    await showsStatus('Unknown outcome');
    expect(await sut.status('1')).toMatchObject({ reason: { message: 'FinishEntry was not answered' } });
    await sut.outcome('1', command);
    await showsStatus('Posted');
    expect(await sut.sent('m3.command', '1')).toHaveLength(1);
  });

  test.each(['expired', 'withdrawn', 'undone'] as const)('`%s` decides again', async (result) => {
    sut.start(m3Only);
    await sut.snapshot('1', 1);
    await sut.outcome('1', await commandNumber(1), { result });
    await commandNumber(2);
    expect((await leg())?.['acknowledged']).toBeNull();
  });
});

describe('a refusal', () => {
  test('is shown in the words of M3 and remembered: the same is not sent again, not even after a read or a replay', async () => {
    sut.start(m3Only);
    await sut.snapshot('1', 1);
    await sut.outcome('1', await commandNumber(1), refused);
    await showsStatus('Needs attention');
    expect(await sut.status('1')).toMatchObject({
      reason: {
        code: 'm3-refused',
        message: 'M3 refused: add-lines, line 2, field QTY: Quantity is invalid (XPU0003)',
      },
    });
    await sut.snapshot('1', 1);
    await sut.snapshot('1', 2);
    await showsStatus('Needs attention');
    expect(await sut.sent('m3.command', '1')).toHaveLength(1);
  });

  test('ends when the target changes', async () => {
    sut.start(m3Only);
    await sut.snapshot('1', 1);
    await sut.outcome('1', await commandNumber(1), refused);
    await showsStatus('Needs attention');
    await sut.snapshot('1', 2, { quantity: '6' });
    await sut.outcome('1', await commandNumber(2));
    await showsStatus('Posted');
  });

  test('ends when a person retries', async () => {
    sut.start(m3Only);
    await sut.snapshot('1', 1);
    await sut.outcome('1', await commandNumber(1), refused);
    await showsStatus('Needs attention');
    await retry();
    await sut.outcome('1', await commandNumber(2));
    await showsStatus('Posted');
  });

  test('by Coupa of the write-back is a warning beside an order that M3 holds', async () => {
    sut.start();
    await sut.snapshot('1', 1);
    await sut.outcome('1', await commandNumber(1));
    const [writeBack] = await eventually(async () => {
      const sent = await sut.sent('coupa.command', '1');
      return sent.length > 0 && sent;
    });
    await sut.outcome('1', writeBack as SentCommand, {
      result: 'refused',
      refusals: [{ step: 'exported', code: '422', message: 'cannot be exported' }],
    });
    await eventually(async () => (await sut.status('1'))?.warning !== undefined);
    expect(await sut.status('1')).toMatchObject({ status: 'Posted', warning: { code: 'coupa-refused' } });
  });
});

describe('a target that changes while its command is in flight', () => {
  test('withdraws the command once, and sends the new one after its outcome', async () => {
    sut.start(m3Only);
    await sut.snapshot('1', 1);
    const command = await commandNumber(1);
    await sut.snapshot('1', 2, { quantity: '6' });
    await commandNumber(2);
    await sut.snapshot('1', 3, { quantity: '7' });
    await eventually(() => sut.settled());
    const sent = await sut.sent('m3.command', '1');
    const { commandId, leg: name } = command;
    expect(sent).toEqual([command, { commandId, document: orderRef('1'), leg: name, withdraw: true }]);
    await sut.outcome('1', command, { result: 'withdrawn' });
    await commandNumber(3);
    expect((await leg())?.['in_flight']).toMatchObject({ target: { quantity: '7' } });
  });

  test('that had left already is followed by the difference', async () => {
    sut.start(m3Only);
    await sut.snapshot('1', 1);
    const command = await commandNumber(1);
    await sut.snapshot('1', 2, { quantity: '6' });
    await commandNumber(2);
    await sut.outcome('1', command);
    await commandNumber(3);
    expect(await leg()).toMatchObject({ acknowledged: { quantity: '5' }, in_flight: { target: { quantity: '6' } } });
  });

  test('does not let a withdrawn command run when it is asked for again', async () => {
    sut.start(m3Only, { askAgainMs: 300, sweepMs: 50 });
    await sut.snapshot('1', 1);
    const command = await commandNumber(1);
    await sut.snapshot('1', 2, { quantity: '6' });
    const afterWithdrawal = await eventually(async () => {
      const sent = await sut.sent('m3.command', '1');
      const rest = sent.slice(sent.findIndex(({ withdraw }) => withdraw) + 1);
      return rest.length > 1 && rest.length < sent.length && rest;
    });
    expect(afterWithdrawal[0]).toEqual(command);
    expect(afterWithdrawal[1]).toMatchObject({ commandId: command.commandId, withdraw: true });
  });
});
