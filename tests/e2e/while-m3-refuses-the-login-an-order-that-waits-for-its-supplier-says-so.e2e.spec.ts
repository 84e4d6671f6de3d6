import { eventually } from '@sluice/testing/eventually';
import { expect, test } from 'vitest';
import { Story } from './story.js';

test('while M3 refuses the login, an order that waits for its supplier says so', async () => {
  const story = new Story();
  const supplier = await story.givenSupplier();
  const order = await story.givenOrder(supplier);
  const refused = await story.givenFault({ system: 'm3', kind: 'status', status: 401, rate: 1 });

  await story.whenApproved(order);

  const { reason } = await eventually(async () => {
    const record = await story.record(order);
    return record?.status === 'Waiting' && record.reason?.message.includes('credentials') ? record : undefined;
  });
  expect(reason).toMatchObject({
    code: 'supplier-unlinked',
    message: `Supplier ${supplier.id} is not linked to M3 yet: M3 refuses the credentials of Sluice`,
    fix: expect.stringContaining('sluice doctor'),
  });

  await story.whenFaultEnds(refused);
  await story.thenRecordIs(order, 'Posted', 100_000);
});
