import type { Outcome } from '@sluice/shared/messages/outcome';
import { eventually } from '@sluice/testing/eventually';
import { beforeEach, describe, expect, test } from 'vitest';
import { orderRef, ReconcilerUnderTest } from '../../tests/reconciler-under-test.js';
import { decideToy, m3Destination, toyDomain, writeToM3 } from '../../tests/toy-domain.js';
import { done, send } from '../decision.js';
import { foldOperatorCommand } from './fold-operator-command.js';

const sut = new ReconcilerUnderTest();
beforeEach(() => sut.mapping('EA', 1));

/** Only the M3 destination: what happens to Coupa is another story. */
const m3Only = toyDomain((view) => ({ [m3Destination]: decideToy(view)[m3Destination] ?? done('Ignored') }));

const refusal = {
  step: 'add-lines',
  transaction: 'AddLine',
  index: 1,
  code: 'XPU0003',
  field: 'QTY',
  message: 'Quantity is invalid',
};
const refused: Partial<Outcome> = { result: 'refused', refusals: [refusal] };

const retry = () =>
  sut.database.transaction((tx) =>
    foldOperatorCommand(
      tx,
      sut.database,
      { action: 'retry', document: orderRef('1'), by: 'ada', at: '2026-03-01T08:00:00.000Z' },
      m3Only,
    ),
  );

describe('a refusal', () => {
  test('is shown with M3’s message and remembered: the same is not sent again, not even after a read or a replay', async () => {
    sut.start(m3Only);
    await sut.snapshot('1', 1);
    await sut.outcome('1', await sut.command(1), refused);
    await sut.shows('1', 'Needs attention');
    expect(await sut.status('1')).toMatchObject({
      reason: {
        code: 'm3-refused',
        message: 'M3 refused: add-lines, line 2, field QTY: Quantity is invalid (XPU0003)',
      },
    });
    await sut.snapshot('1', 1);
    await sut.snapshot('1', 2);
    await sut.shows('1', 'Needs attention');
    expect(await sut.sent('m3.command', '1')).toHaveLength(1);
  });

  test('ends when the target changes', async () => {
    sut.start(m3Only);
    await sut.snapshot('1', 1);
    await sut.outcome('1', await sut.command(1), refused);
    await sut.shows('1', 'Needs attention');
    await sut.snapshot('1', 2, { quantity: '6' });
    await sut.outcome('1', await sut.command(2));
    await sut.shows('1', 'Posted');
  });

  test('ends when a person retries', async () => {
    sut.start(m3Only);
    await sut.snapshot('1', 1);
    await sut.outcome('1', await sut.command(1), refused);
    await sut.shows('1', 'Needs attention');
    await retry();
    await sut.outcome('1', await sut.command(2));
    await sut.shows('1', 'Posted');
  });

  test('by Coupa of the write-back is a warning beside an order that M3 holds', async () => {
    sut.start();
    await sut.snapshot('1', 1);
    await sut.outcome('1', await sut.command(1));
    await sut.outcome('1', await sut.command(1, 'coupa.command'), {
      result: 'refused',
      refusals: [{ step: 'exported', code: '422', message: 'cannot be exported' }],
    });
    await eventually(async () => (await sut.status('1'))?.warning !== undefined);
    expect(await sut.status('1')).toMatchObject({ status: 'Posted', warning: { code: 'coupa-refused' } });
  });
});

/** M3 shows another quantity whatever it is sent, so the order is sent again and again. */
const neverAsWanted = toyDomain(({ desired }) => ({
  [m3Destination]: send(writeToM3({ quantity: desired?.quantity }), {
    because: { code: 'read-back-differs', message: `quantity: expected ${desired?.quantity}, M3 holds 1` },
  }),
}));

const confirmTwice = async (from: number) => {
  await sut.outcome('1', await sut.command(from), {}, neverAsWanted);
  await sut.outcome('1', await sut.command(from + 1), {}, neverAsWanted);
  await sut.shows('1', 'Needs attention');
};

describe('what M3 confirms and does not keep', () => {
  test('is not sent a third time: the field and both values are shown, and a replay sends nothing', async () => {
    sut.start(neverAsWanted);
    await sut.snapshot('1', 1);
    await confirmTwice(1);
    expect(await sut.status('1')).toMatchObject({
      reason: {
        code: 'does-not-converge',
        message: 'M3 confirmed the same values twice and still shows others: quantity: expected 5, M3 holds 1',
      },
    });
    await sut.snapshot('1', 2);
    await sut.shows('1', 'Needs attention');
    expect(await sut.sent('m3.command', '1')).toHaveLength(2);
  });

  test('is sent again when the target changes', async () => {
    sut.start(neverAsWanted);
    await sut.snapshot('1', 1);
    await confirmTwice(1);
    await sut.snapshot('1', 2, { quantity: '6' });
    await confirmTwice(3);
    expect(await sut.sent('m3.command', '1')).toHaveLength(4);
  });

  test('is sent once more when a person retries', async () => {
    sut.start(neverAsWanted);
    await sut.snapshot('1', 1);
    await confirmTwice(1);
    await retry();
    await sut.outcome('1', await sut.command(3), {}, neverAsWanted);
    await sut.shows('1', 'Needs attention');
    expect(await sut.sent('m3.command', '1')).toHaveLength(3);
  });
});
