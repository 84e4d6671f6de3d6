import { systems, typesSentTo } from '@sluice/shared/document-types';
import type { Outcome } from '@sluice/shared/messages/outcome';
import { expect, it } from 'vitest';
import { commandTopics } from '@sluice/shared/topics';
import { gatewaySubscriptions, publishOutcome } from './gateway-topics.js';

const outcomeOf = (type: Outcome['document']['type']): Outcome => ({
  commandId: '0197b2a0-0000-7000-8000-000000000001',
  document: { type, id: '7' },
  destination: 'm3/100',
  result: 'ok',
  steps: [],
  refusals: [],
  at: '2026-03-09T12:00:00.000Z',
});

it.each(systems.flatMap((system) => typesSentTo(system).map((type) => [system, type] as const)))(
  'an outcome of %s about a %s is published where its sync reads it',
  async (system, type) => {
    const put: { topic: string; key: string }[] = [];
    const outbox = { put: async (_: unknown, message: { topic: string; key: string }) => void put.push(message) };
    const outcome = outcomeOf(type);
    await publishOutcome({ outbox } as never, system)({} as never, outcome, outcome);
    expect(put).toMatchObject([{ topic: `${system}.outcome.${type}.v1`, key: `${type}/7` }]);
  },
);

it('an outcome that no sync reads is an error', async () => {
  const outcome = outcomeOf('invoice');
  await expect(publishOutcome({} as never, 'm3')({} as never, outcome, outcome)).rejects.toThrow('invoice');
});

it.each(systems)('the gateway of %s reads every command topic of its system, and what operators say', (system) => {
  expect(Object.keys(gatewaySubscriptions(system, {} as never)).toSorted()).toEqual(
    [...commandTopics(system), 'operator.v1'].toSorted(),
  );
});

it('a gateway’s own fold of operator commands is called as well', async () => {
  const folded: string[] = [];
  const own = { 'operator.v1': async (_: unknown, { key }: { key: string }) => void folded.push(key) };
  const subscriptions = gatewaySubscriptions('coupa', {} as never, { subscriptions: own });
  await subscriptions['operator.v1']?.({} as never, { key: 'supplier/7', value: { action: 'fetch' } } as never);
  expect(folded).toEqual(['supplier/7']);
});
