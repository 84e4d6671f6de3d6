import { expect, test } from 'vitest';
import { Story } from './story.js';

test('a lost webhook is found by the poll', async () => {
  const story = new Story();
  const order = await story.givenOrder(await story.givenSupplier());

  await story.whenApproved(order, false);

  const { timeline } = await story.thenRecordIs(order, 'Posted', 60_000);
  expect(await story.ordersInM3(order)).toHaveLength(1);
  const actions = timeline.map(({ action }) => action);
  expect(actions).toContain('found-by-poll');
  expect(actions).not.toContain('event-received');
});
