import { expect, test } from 'vitest';
import { Story } from './story.js';

test('Coupa shows what became of an order', async () => {
  const story = new Story();
  const supplier = await story.givenSupplier();
  const order = await story.givenOrder(supplier);

  await story.whenApproved(order);
  const { m3 } = await story.thenRecordIs(order, 'Posted');

  const { order: inCoupa, history } = await story.orderInCoupa(order);
  expect(inCoupa).toMatchObject({ exported: true, 'custom-fields': { 'erp-po-no': m3?.number } });
  expect(history).toMatchObject([{ status: 'Success', 'external-id': m3?.number, responses: [{}, {}] }]);
});

test('a buyer reads in Coupa what is wrong with each line before M3 is written to', async () => {
  const story = new Story();
  const supplier = await story.givenSupplier();
  const order = await story.givenOrder(supplier, { item: { 'item-number': 'NO-SUCH-ITEM' } });

  await story.whenApproved(order);
  const { reason } = await story.thenRecordIs(order, 'Needs attention');
  expect(reason).toMatchObject({ code: 'not-usable-in-m3', message: expect.stringContaining('NO-SUCH-ITEM') });
  expect(await story.ordersInM3(order)).toEqual([]);

  const { order: inCoupa, history } = await story.thenCoupaHasHistory(order, 1);
  expect(inCoupa).toMatchObject({ exported: false });
  expect(history).toMatchObject([
    { status: 'Error', resolved: false, responses: [{ 'response-code': 'not-usable-in-m3' }] },
  ]);
});
