import { afterAll, expect, test } from 'vitest';
import { requestsPerMinute } from './master-data.js';
import { Story } from './story.js';

const story = new Story();
afterAll(() => story.givenM3Permits('anything'));

test('M3 is away for a while and the backlog drains by itself without a 429', async () => {
  const supplier = await story.givenSupplier();
  // With this one the supplier is known in M3, so that what comes afterwards are the orders themselves.
  const known = await story.givenOrder(supplier);
  await story.whenApproved(known);
  await story.thenRecordIs(known, 'Posted');
  await story.givenM3Permits(requestsPerMinute);
  const before = await story.requestsToM3();
  const first = await story.givenOrder(supplier);
  const orders = [first, ...(await Promise.all(Array.from({ length: 7 }, () => story.givenOrder(supplier))))];
  const outage = await story.givenFault({ system: 'm3', kind: 'status', status: 503, rate: 1 });

  for (const order of orders) await story.whenApproved(order);
  const { reason } = await story.thenRecordIs(first, 'Retrying');
  expect(reason?.message).toMatch(/^M3 has not answered since .* UTC \(HTTP 503\)/);
  expect(await story.idsOf('Retrying')).toContain(first.id);
  await story.whenFaultEnds(outage);

  for (const order of orders) await story.thenRecordIs(order, 'Posted', 100_000);
  for (const order of orders) expect(await story.ordersInM3(order)).toHaveLength(1);
  const after = await story.requestsToM3();
  expect(after.letIn - before.letIn).toBeGreaterThan(requestsPerMinute);
  expect(after.refused).toBe(before.refused);
});
