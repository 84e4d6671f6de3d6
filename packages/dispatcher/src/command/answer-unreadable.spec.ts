import { expect, it } from 'vitest';
import type { Outcome } from '@sluice/shared/messages/outcome';
import { answerUnreadable, type Unreadable } from './answer-unreadable.js';

const unreadable: Unreadable = {
  topic: 'm3.command.purchase-order.v1',
  key: 'purchase-order/2400',
  headers: { ce_commandid: '0197b2a0-0000-7000-8000-000000000001', ce_destination: 'm3' },
  reason: 'it is no JSON',
};

async function answersTo(message: Unreadable): Promise<Outcome[]> {
  const published: Outcome[] = [];
  const publish = async (_tx: unknown, _head: unknown, outcome: Outcome): Promise<void> => void published.push(outcome);
  await answerUnreadable('m3', publish)({} as never, message);
  return published;
}

it('a command that cannot be read is refused, with the reason and where it is kept', async () => {
  expect(await answersTo(unreadable)).toMatchObject([
    {
      commandId: unreadable.headers['ce_commandid'],
      document: { type: 'purchase-order', id: '2400' },
      destination: 'm3',
      result: 'refused',
      refusals: [{ code: 'unreadable', message: 'it is no JSON' }],
      message: expect.stringContaining('dead letters'),
    },
  ]);
});

it.each<[string, Partial<Unreadable>]>([
  ['that is no command', { topic: 'operator.v1' }],
  ['of another gateway', { topic: 'coupa.command.purchase-order.v1' }],
  ['whose key does not belong to its topic', { key: 'supplier/17' }],
  ['whose key is none', { key: '2400' }],
  ['without an id', { headers: { ce_destination: 'm3' } }],
  ['without a destination', { headers: { ce_commandid: '0197b2a0-0000-7000-8000-000000000001' } }],
])('a message %s gets no answer, since nothing waits for one', async (_, change) => {
  expect(await answersTo({ ...unreadable, ...change })).toEqual([]);
});
