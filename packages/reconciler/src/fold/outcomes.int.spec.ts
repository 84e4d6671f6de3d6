import type { Outcome } from '@sluice/shared/messages/outcome';
import { eventually } from '@sluice/testing/eventually';
import { beforeEach, describe, expect, test } from 'vitest';
import { orderRef, ReconcilerUnderTest } from '../../tests/reconciler-under-test.js';
import { decideToy, m3Destination, readFromM3, toyDomain, type ToyOrder } from '../../tests/toy-domain.js';
import { done, send, type Domain } from '../decision.js';

const sut = new ReconcilerUnderTest();
beforeEach(() => sut.mapping('EA', 1));

/** Only the M3 destination: what happens to Coupa is another story. */
const m3Only = toyDomain((view) => ({ [m3Destination]: decideToy(view)[m3Destination] ?? done('Ignored') }));

const seen = (quantity: string, at: string): Partial<Outcome> => ({
  steps: [{ id: 'get-order', state: 'ok', records: [[{ QTY: quantity }]], at }],
});

describe('a lost outcome', () => {
  test('is asked for again with the very same command, and no more once it came', async () => {
    sut.start(m3Only, { askAgainMs: 100, rescanMs: 50 });
    await sut.snapshot('1', 1);
    const first = await sut.command(1);
    const again = await sut.command(2);
    expect(again).toEqual(first);
    await sut.outcome('1', first);
    await sut.shows('1', 'Posted');
    const asked = (await sut.sent('m3.command', '1')).length;
    await sut.query(`UPDATE destination SET last_contact_at = last_contact_at - interval '1 hour'`);
    await sut.snapshot('1', 2);
    await sut.shows('1', 'Posted');
    expect(await sut.sent('m3.command', '1')).toHaveLength(asked);
  });

  test('is not asked for while the gateway reports that the command is alive', async () => {
    sut.start(m3Only);
    await sut.snapshot('1', 1);
    const command = await sut.command(1);
    await sut.query(`UPDATE destination SET last_contact_at = now() - interval '1 hour'`);
    const before = await sut.destination();
    await sut.outcome('1', command, { result: 'pending' });
    const after = await sut.destination();
    expect(after?.['in_flight']).toEqual({ ...(before?.['in_flight'] as object), askedAt: expect.any(String) });
    expect(await sut.query(`SELECT FROM destination WHERE last_contact_at > now() - interval '1 minute'`)).toHaveLength(
      1,
    );
    expect(await sut.settled()).toBe(true);
  });
});

const delayed = (message: string): Partial<Outcome> => ({
  result: 'pending',
  delay: { kind: 'retrying', code: 'unavailable', message, since: '2026-03-01T08:00:00.000Z' },
});

describe('a command that its gateway holds up', () => {
  const away = 'M3 has not answered since 08:00 UTC (HTTP 503); it is tried again by itself';

  test('shows why, once, until it moves on', async () => {
    sut.start(m3Only);
    await sut.snapshot('1', 1);
    const command = await sut.command(1);
    await sut.outcome('1', command, delayed(away));
    await sut.shows('1', 'Retrying');
    expect(await sut.status('1')).toMatchObject({ reason: { code: 'unavailable', message: away } });
    const published = (await sut.sent('status.v1', '1')).length;
    await sut.outcome('1', command, delayed(away));
    expect(await sut.settled()).toBe(true);
    expect(await sut.sent('status.v1', '1')).toHaveLength(published);
    await sut.outcome('1', command, { result: 'pending' });
    await sut.shows('1', 'In progress');
    expect(await sut.status('1')).not.toHaveProperty('reason');
    expect(await sut.sent('m3.command', '1')).toHaveLength(1);
  });

  test('shows its end, and nothing of it that comes late', async () => {
    sut.start(m3Only);
    await sut.snapshot('1', 1);
    const command = await sut.command(1);
    await sut.outcome('1', command, delayed(away));
    await sut.shows('1', 'Retrying');
    await sut.outcome('1', command);
    await sut.shows('1', 'Posted');
    await sut.outcome('1', command, delayed(away));
    expect(await sut.settled()).toBe(true);
    expect(await sut.status('1')).toMatchObject({ status: 'Posted' });
  });

  test('is still withdrawn when its target changes', async () => {
    sut.start(m3Only);
    await sut.snapshot('1', 1);
    const command = await sut.command(1);
    await sut.outcome('1', command, delayed(away));
    await sut.shows('1', 'Retrying');
    await sut.snapshot('1', 2, { quantity: '6' });
    expect(await sut.command(2)).toMatchObject({ commandId: command.commandId, withdraw: true });
    expect(await sut.status('1')).toMatchObject({ status: 'Retrying' });
  });
});

describe('an outcome', () => {
  test('of another command adds what was seen and nothing else, and never over what is newer', async () => {
    sut.start(m3Only);
    await sut.snapshot('1', 1);
    const command = await sut.command(1);
    const stranger = { destination: m3Destination, commandId: '01890000-0000-7000-8000-000000000000' };
    await sut.outcome('1', stranger, seen('8', '2026-03-01T09:00:00.000Z'));
    await sut.outcome('1', stranger, seen('7', '2026-03-01T08:00:00.000Z'));
    expect(await sut.query(`SELECT records FROM fact`)).toEqual([{ records: [[{ QTY: '8' }]] }]);
    expect((await sut.destination())?.['in_flight']).toMatchObject({ commandId: command.commandId });
    expect(await sut.settled()).toBe(true);
  });

  test('`found` takes what M3 holds as confirmed, so that only a difference is sent', async () => {
    sut.start(m3Only);
    await sut.snapshot('1', 1);
    const create = await sut.command(1);
    const held = { number: '7001', unit: 'MEA', quantity: '4' };
    await sut.outcome('1', create, {
      result: 'found',
      steps: [{ id: 'find', state: 'ok', records: [[held]] }],
    });
    await sut.command(2);
    expect(await sut.destination()).toMatchObject({
      acknowledged: held,
      in_flight: { target: { ...held, quantity: '5' } },
    });
  });

  test('`ok` to a read is fresh for one decision, whatever its age', async () => {
    const fresh: boolean[] = [];
    const domain = toyDomain((view) => {
      const fact = view.destination(m3Destination).fact('get-order');
      if (fact) fresh.push(fact.justRead);
      return { [m3Destination]: fact ? done('Posted') : send(readFromM3('7001')) };
    });
    sut.start(domain);
    await sut.snapshot('1', 1);
    const read = await sut.command(1);
    await sut.outcome('1', read, {
      steps: [{ id: 'get-order', state: 'ok', records: [[{ QTY: '5' }]], at: '2020-01-01T00:00:00.000Z' }],
    });
    await sut.shows('1', 'Posted');
    await sut.snapshot('1', 2);
    await eventually(() => sut.settled());
    expect(fresh).toEqual([true, false]);
    expect((await sut.destination())?.['acknowledged']).toBeNull();
  });

  test('`needs-operator` shows until that person has decided', async () => {
    sut.start(m3Only);
    await sut.snapshot('1', 1);
    const command = await sut.command(1);
    await sut.outcome('1', command, {
      result: 'needs-operator',
      message: 'FinishEntry was not answered',
      stepToSettle: 'finish',
    });
    await sut.shows('1', 'Unknown outcome');
    expect(await sut.status('1')).toMatchObject({
      reason: {
        message: 'FinishEntry was not answered',
        fix: expect.stringContaining(`--command ${command.commandId} --step finish`),
      },
    });
    await sut.outcome('1', command);
    await sut.shows('1', 'Posted');
    expect(await sut.sent('m3.command', '1')).toHaveLength(1);
  });

  test('a question that was settled is not asked any more, also while the gateway cannot go on yet', async () => {
    sut.start(m3Only);
    await sut.snapshot('1', 1);
    const command = await sut.command(1);
    await sut.outcome('1', command, {
      result: 'needs-operator',
      message: 'It was not answered',
      stepToSettle: 'finish',
    });
    await sut.shows('1', 'Unknown outcome');
    await sut.outcome('1', command, delayed('M3 has not answered since 08:00 UTC'));
    await sut.shows('1', 'Retrying');
    expect((await sut.status('1'))?.destinations[0]).not.toHaveProperty('asked');
  });

  test.each(['expired', 'withdrawn', 'undone'] as const)('`%s` decides again', async (result) => {
    sut.start(m3Only);
    await sut.snapshot('1', 1);
    await sut.outcome('1', await sut.command(1), { result });
    await sut.command(2);
    expect((await sut.destination())?.['acknowledged']).toBeNull();
  });
});

describe('a target that changes while its command is in flight', () => {
  test('withdraws the command once, and sends the new one after its outcome', async () => {
    sut.start(m3Only);
    await sut.snapshot('1', 1);
    const command = await sut.command(1);
    await sut.snapshot('1', 2, { quantity: '6' });
    await sut.command(2);
    await sut.snapshot('1', 3, { quantity: '7' });
    await eventually(() => sut.settled());
    const sent = await sut.sent('m3.command', '1');
    const { commandId, destination: name } = command;
    expect(sent).toEqual([command, { commandId, document: orderRef('1'), destination: name, withdraw: true }]);
    await sut.outcome('1', command, { result: 'withdrawn' });
    await sut.command(3);
    expect((await sut.destination())?.['in_flight']).toMatchObject({ target: { quantity: '7' } });
  });

  test('that had left already is followed by the difference', async () => {
    sut.start(m3Only);
    await sut.snapshot('1', 1);
    const command = await sut.command(1);
    await sut.snapshot('1', 2, { quantity: '6' });
    await sut.command(2);
    await sut.outcome('1', command);
    await sut.command(3);
    expect(await sut.destination()).toMatchObject({
      acknowledged: { quantity: '5' },
      in_flight: { target: { quantity: '6' } },
    });
  });

  test('does not let a withdrawn command run when it is asked for again', async () => {
    sut.start(m3Only, { askAgainMs: 300, rescanMs: 50 });
    await sut.snapshot('1', 1);
    const command = await sut.command(1);
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

const named = (number: string, over: Partial<Outcome>): Partial<Outcome> => ({
  steps: [{ id: 'add-head', state: 'ok', records: [[{ ORNO: number }]] }],
  ...over,
});
const identity = async () => (await sut.destination())?.['identity'];

describe('what a document is called in M3', () => {
  /** The number that AddHead gave, or that a search found. */
  const naming: Domain<ToyOrder> = {
    ...m3Only,
    identify: (_destination, { steps }) => {
      const number = steps.find(({ id }) => id === 'add-head')?.records[0]?.[0]?.['ORNO'];
      return typeof number === 'string' ? { number } : undefined;
    },
  };

  test.each<[name: string, over: Partial<Outcome>, known: unknown]>([
    ['of a write that succeeded: known', {}, { number: '5000021' }],
    ['of what was found: known', { result: 'found', effect: 'none' }, { number: '5000021' }],
    ['of a write that was refused half-way: known', { result: 'refused', effect: 'part' }, { number: '5000021' }],
    ['of a write that left nothing behind: not', { result: 'refused', effect: 'none' }, null],
    ['of one that was undone: not', { result: 'undone' }, null],
    ['of one that is still alive: not yet', { result: 'pending' }, null],
  ])('%s', async (_name, over, known) => {
    sut.start(naming);
    await sut.snapshot('1', 1);
    await sut.outcome('1', await sut.command(1), named('5000021', over), naming);
    expect(await identity()).toEqual(known);
  });

  test('is kept for good, and shown to every later decision', async () => {
    const seen: unknown[] = [];
    const domain: Domain<ToyOrder> = {
      ...naming,
      decide: (view) => {
        seen.push(view.destination(m3Destination).identity);
        return naming.decide(view);
      },
    };
    sut.start(domain);
    await sut.snapshot('1', 1);
    await sut.outcome('1', await sut.command(1), named('5000021', {}), domain);
    await sut.shows('1', 'Posted');
    await sut.snapshot('1', 2, { quantity: '6' });
    await sut.outcome('1', await sut.command(2), {}, domain);
    await sut.shows('1', 'Posted');
    expect(seen.at(0)).toEqual({});
    expect(seen.at(-1)).toEqual({ number: '5000021' });
  });
});

test('what is seen belongs to the destination that asked: two companies do not answer for each other', async () => {
  const views: unknown[] = [];
  sut.start(
    toyDomain((view) => {
      views.push(['m3/100', 'm3/200'].map((name) => view.destination(name).fact('get-order')?.records));
      return { 'm3/100': done('Posted') };
    }),
  );
  const one = { destination: 'm3/100', commandId: '01890000-0000-7000-8000-000000000001' };
  const other = { destination: 'm3/200', commandId: '01890000-0000-7000-8000-000000000002' };
  await sut.outcome('1', one, seen('5', '2026-03-01T08:00:00.000Z'));
  await sut.outcome('1', other, seen('6', '2026-03-01T07:00:00.000Z'));
  await sut.snapshot('1', 1);
  await sut.shows('1', 'Posted');
  expect(views.at(-1)).toEqual([[[{ QTY: '5' }]], [[{ QTY: '6' }]]]);
});
