import { testServices } from '@sluice/testing/config';
import { toyWorld } from '@sluice/testing/toys/toy-world';
import kafkajs, { type Consumer } from 'kafkajs';
import { expect, it } from 'vitest';
import { PrefixedServer } from './prefixed-server.js';

it('ends in order where it is closed while it connects: it joins no group and leaves no connection', async () => {
  const world = await toyWorld('po-sync');
  const events: string[] = [];
  const closed = Promise.withResolvers<void>();
  const server: PrefixedServer = new PrefixedServer({
    kafka: new kafkajs.Kafka({ brokers: testServices().kafkaBrokers, logLevel: kafkajs.logLevel.NOTHING }),
    prefix: world.prefix,
    groupId: `${world.prefix}closed-early`,
    sessionTimeoutMs: 30_000,
    heartbeatMs: 3_000,
    concurrency: 1,
    onConsumer: (consumer: Consumer) => {
      for (const event of ['consumer.connect', 'consumer.disconnect', 'consumer.group_join'] as const)
        consumer.on(event, () => void events.push(event));
      void server.close().then(closed.resolve, closed.reject);
    },
  });
  server.subscribe('mapping.v1', async () => undefined);
  const problem = await new Promise<unknown>((resolve) => void server.listen(resolve));
  await closed.promise;
  expect(problem).toBeUndefined();
  expect(events.at(-1)).toBe('consumer.disconnect');
  expect(events).not.toContain('consumer.group_join');
  await world.end();
});
