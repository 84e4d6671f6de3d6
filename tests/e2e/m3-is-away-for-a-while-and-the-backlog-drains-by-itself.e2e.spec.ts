import { expect, test } from 'vitest';
import { Story } from './story.js';

test('M3 is away for a while and the backlog drains by itself without a 429', async () => {
  const story = new Story();
  const supplier = await story.givenSupplier();
  // With this one the supplier is known in M3, so that what comes afterwards are the orders themselves.
  const first = await story.givenOrder(supplier);
  await story.whenApproved(first);
  await story.thenRecordIs(first, 'Posted', 60_000);
  const orders = await Promise.all(Array.from({ length: 8 }, () => story.givenOrder(supplier)));
  const outage = await story.givenFault({ system: 'm3', kind: 'status', status: 503, times: 8 });

  for (const order of orders) await story.whenApproved(order);

  const answers: string[] = [];
  for (const order of orders) {
    const record = await story.thenRecordIs(order, 'Posted', 100_000);
    answers.push(...record.timeline.map(({ summary }) => summary));
  }
  expect(await story.faultHits(outage.id)).toBe(8);
  for (const order of orders) expect(await story.ordersInM3(order)).toHaveLength(1);
  expect(answers).toContainEqual(expect.stringContaining('HTTP 503'));
  expect(answers).not.toContainEqual(expect.stringContaining('HTTP 429'));
});
