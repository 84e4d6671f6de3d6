import { eventually } from '@sluice/testing/eventually';
import { describe, expect, test } from 'vitest';
import { ReconcilerUnderTest } from '../../tests/reconciler-under-test.js';
import { m3Destination, toyDomain, writeToM3 } from '../../tests/toy-domain.js';
import { done, send } from '../decision.js';

const sut = new ReconcilerUnderTest();

/** Every order takes a number of its own and tells M3. */
const numbered = toyDomain((view) => {
  const number = view.take('orders');
  return { [m3Destination]: number === undefined ? done('Ignored') : send(writeToM3({ number })) };
});

const targets = async () =>
  (
    await sut.query<{ number: number }>(
      `SELECT (in_flight->'target'->>'number')::int AS number FROM destination ORDER BY number`,
    )
  ).map(({ number }) => number);

const series = () => sut.query<{ name: string; next: string }>(`SELECT name, next FROM series ORDER BY name`);

describe('a number of a series', () => {
  test('is given to one document only, though two processes take them at the same time', async () => {
    const ids = Array.from({ length: 200 }, (_, index) => `${index}`);
    await Promise.all(ids.map((id) => sut.snapshot(id, 1)));
    sut.start(numbered, {}, { concurrency: 4 });
    await eventually(async () => (await sut.sent('m3.command')).length === ids.length);
    expect(await targets()).toEqual(ids.map((_, index) => index + 1));
    expect(await series()).toEqual([{ name: 'orders', next: '201' }]);
  });

  test('stays that of the document, however often it is decided', async () => {
    sut.start(numbered);
    await sut.snapshot('1', 1);
    const first = await sut.command(1);
    await sut.outcome('1', first, { result: 'expired' }, numbered);
    await sut.command(2);
    expect(await targets()).toEqual([1]);
    expect(await series()).toEqual([{ name: 'orders', next: '2' }]);
  });

  test('is not taken by a decision that fails', async () => {
    sut.start(
      toyDomain((view) => {
        if (view.take('orders') === undefined) return {};
        if (view.document.id === '1') throw new Error('a bug');
        return { [m3Destination]: send(writeToM3({ number: view.take('orders') })) };
      }),
    );
    await sut.snapshot('1', 1);
    await sut.shows('1', 'Needs attention');
    await sut.snapshot('2', 1);
    await sut.shows('2', 'In progress');
    expect(await targets()).toEqual([1]);
  });

  test('is not taken for what only looked so before all that is looked up was there', async () => {
    await sut.mapping('EA', 1);
    sut.start(
      toyDomain((view) => {
        const unit = view.lookup('mapping.v1', 'unit/EA').value;
        if (unit === undefined) view.take('orders');
        return { [m3Destination]: done('Posted') };
      }),
    );
    await sut.snapshot('1', 1);
    await sut.shows('1', 'Posted');
    expect(await series()).toEqual([]);
  });

  test('is taken only where the document is decided: its description takes none', async () => {
    sut.start({
      ...toyDomain(() => ({ [m3Destination]: done('Posted') })),
      describe: (view) => ({ title: `PO ${view.take('orders') ?? 'without a number'}` }),
    });
    await sut.snapshot('1', 1);
    await sut.shows('1', 'Posted');
    expect(await sut.status('1')).toMatchObject({ title: 'PO without a number' });
    expect(await series()).toEqual([]);
  });

  test('of one series follows from no other', async () => {
    sut.start(
      toyDomain((view) => {
        const numbers = { a: view.take('a'), b: view.take('b') };
        return { [m3Destination]: send(writeToM3({ number: `${numbers.a ?? ''}${numbers.b ?? ''}` })) };
      }),
    );
    await sut.snapshot('1', 1);
    await sut.command(1);
    expect(await targets()).toEqual([11]);
    expect(await series()).toEqual([
      { name: 'a', next: '2' },
      { name: 'b', next: '2' },
    ]);
  });
});
