import type { Outcome } from '@sluice/shared/messages/outcome';
import { eventually } from '@sluice/testing/eventually';
import { beforeEach, describe, expect, test } from 'vitest';
import { orderRef, ReconcilerUnderTest } from '../tests/reconciler-under-test.js';
import { decideToy, m3Leg, toyDomain } from '../tests/toy-domain.js';
import { done } from './decision.js';
import { foldOperatorAction } from './fold-operator-action.js';

const sut = new ReconcilerUnderTest();
beforeEach(() => sut.mapping('EA', 1));

/** Only the M3 leg: what happens to Coupa is another story. */
const m3Only = toyDomain((view) => ({ [m3Leg]: decideToy(view)[m3Leg] ?? done('Ignored') }));

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
    foldOperatorAction(
      tx,
      { action: 'retry', document: orderRef('1'), by: 'ada', at: '2026-03-01T08:00:00.000Z' },
      m3Only,
    ),
  );

describe('a refusal', () => {
  test('is shown in the words of M3 and remembered: the same is not sent again, not even after a read or a replay', async () => {
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
