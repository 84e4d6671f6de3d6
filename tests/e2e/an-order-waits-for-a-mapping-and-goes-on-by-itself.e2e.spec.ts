import { expect, test } from 'vitest';
import { Story } from './story.js';

test('an order waits for a mapping and goes on by itself', async () => {
  const story = new Story();
  const order = await story.givenOrder(await story.givenSupplier(), { uom: { code: 'BOX' } });

  await story.whenApproved(order);

  await story.thenWaitsFor(order, ['mapping.v1/unit/BOX']);
  expect(await story.ordersInM3(order)).toEqual([]);

  await story.whenMapped([{ table: 'unit', key: 'BOX', value: { unit: 'BX', decimals: '0' } }]);

  await story.thenRecordIs(order, 'Posted');
  const [inM3] = await story.ordersInM3(order);
  expect(inM3?.lines[0]).toMatchObject({ PUUN: 'BX', ORQA: '10' });
});
