import { eventually } from '@sluice/testing/eventually';
import { expect, test } from 'vitest';
import { Story } from './story.js';

/** Longer than M3's two fields for the text of a line, so that the rest goes by AddText. */
const description = 'Bearing 6204, sealed on both sides, for the conveyor in hall 4. '.repeat(3).trim();

const story = new Story();

/** An order is approved, and M3 does what it is asked in this transaction, but its answer never arrives. */
async function anOrderWithADroppedAnswerOn(transaction: string): Promise<{ id: string; number: string }> {
  const order = await story.givenOrder(await story.givenSupplier(), { description });
  const fault = await story.givenFault({ system: 'm3', program: 'PPS370MI', transaction, kind: 'drop-answer' });
  await story.whenApproved(order);
  await eventually(async () => (await story.faultHits(fault.id)) === 1, { withinMs: 30_000 });
  return order;
}

async function thenItIsInM3Once(order: { id: string; number: string }): Promise<void> {
  const { m3, timeline } = await story.thenRecordIs(order, 'Posted');
  const orders = await story.ordersInM3(order);
  expect(orders.map(({ puno }) => puno)).toEqual([m3?.number]);
  expect(orders[0]?.lines).toHaveLength(2);
  expect(timeline.map(({ action }) => action)).toContain('step-unknown');
}

test('a dropped answer on a step before FinishEntry makes no second order', async () => {
  const orders: { id: string; number: string }[] = [];
  // One after the other: StartEntry names no order by which a fault could be meant for it.
  for (const step of ['StartEntry', 'AddHead', 'AddLine', 'AddAccString', 'AddText'])
    orders.push(await anOrderWithADroppedAnswerOn(step));
  for (const order of orders) await thenItIsInM3Once(order);
});

test('a dropped answer on FinishEntry makes no second order, nor a second entry', async () => {
  const order = await anOrderWithADroppedAnswerOn('FinishEntry');
  await thenItIsInM3Once(order);
  expect(await story.timesCalled('AddHead', order.number)).toBe(1);
});
