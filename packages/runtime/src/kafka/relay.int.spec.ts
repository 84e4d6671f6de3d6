import { readFile } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { testServices } from '@sluice/testing/config';
import { eventually } from '@sluice/testing/eventually';
import { collect, setTopicConfiguration, type Collection } from '@sluice/testing/kafka';
import { socketsThrough, tcpProxy, type TcpProxy } from '@sluice/testing/tcp-proxy';
import { toyWorld, type ToyWorld } from '@sluice/testing/toys/toy-world';
import { createLogger } from '../logging/logger.js';
import { messagingMetrics, createMetrics } from '../metrics.js';
import { openDatabase, type Database } from '../postgres/database.js';
import { createKafka } from './client.js';
import { connectAndFence, createRelayProducer, isFenced, publishBatch } from './publish-batch.js';
import { refusedMessages, describeRefused } from '../health/checks.js';
import { Relay } from './relay.js';

const topic = 'coupa.notice.v1';

let world: ToyWorld;
let collection: Collection<typeof topic>;
/** The one broker of a test run. */
const broker = (): string => testServices().kafkaBrokers.join();

const running: { database: Database; relay: Relay }[] = [];
const proxies: TcpProxy[] = [];

beforeEach(async () => {
  world = await toyWorld('ingress');
  collection = await collect(world.prefix, topic);
});

afterEach(async () => {
  for (const proxy of proxies.splice(0)) {
    proxy.resume();
    await proxy.close();
  }
  for (const { relay, database } of running.splice(0)) {
    await relay.stop();
    await database.close();
  }
  await collection.stop();
  await world.end();
});

const proxyOf = async (target: string): Promise<TcpProxy> => {
  const proxy = await tcpProxy(target);
  proxies.push(proxy);
  return proxy;
};

/** A relay as each process of an app has one; its way to the brokers may lead through a proxy, its log to `lines`. */
const startRelay = async ({ brokers, lines = [] }: { brokers?: TcpProxy; lines?: string[] } = {}) => {
  const database = await openDatabase({ app: 'ingress', databaseUrl: world.databaseUrl });
  const logger = createLogger('ingress', 'info', { write: (line) => void lines.push(line) });
  const relay = new Relay({
    database,
    databaseUrl: world.databaseUrl,
    kafka: createKafka([broker()], 'test', logger, {
      ...(brokers !== undefined && { socketFactory: socketsThrough(brokers) }),
    }),
    prefix: world.prefix,
    logger,
    metrics: messagingMetrics(createMetrics('ingress')),
    pollMs: 20,
    retryMs: 100,
    drainMs: 5_000,
  });
  running.push({ database, relay });
  relay.start();
  return { database, relay };
};
const killConnectionOfLeader = () =>
  world.query(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
     WHERE datname = current_database() AND application_name = 'sluice relay ingress'`,
  );
/** The statement that the operators' page names. */
const requeueSql = async (): Promise<string> => {
  const page = await readFile(new URL('../../../../docs/operations/refused-messages.md', import.meta.url), 'utf8');
  return /```sql\n([^`]+)```/.exec(page)?.[1] ?? '';
};
const isLeader = (relay: Relay) => eventually(() => relay.state.state === 'leader', { withinMs: 30_000 });

const putNotice = (database: Database, id: string, eventId?: string): Promise<void> =>
  database.transaction((tx) =>
    database.outbox.put(tx, {
      topic,
      key: `supplier/${id.split(' ')[0]}`,
      value: {
        document: { type: 'supplier', id },
        reason: 'webhook',
        noticedAt: '2026-01-05T08:00:00.000Z',
        ...(eventId !== undefined && { eventId }),
      },
    }),
  );
const arrived = () => collection.messages.map(({ value }) => value.document.id);
const outboxIsEmpty = () =>
  eventually(async () => (await world.query('SELECT 1 FROM outbox')).length === 0, { withinMs: 30_000 });

describe('the relay', () => {
  it('publishes what was committed, in its order, and nothing that was rolled back', async () => {
    const { database } = await startRelay();
    for (let index = 0; index < 30; index += 1) await putNotice(database, `a ${index}`);
    await expect(
      database.transaction(async (tx) => {
        await database.outbox.put(tx, {
          topic,
          key: 'supplier/a',
          value: { document: { type: 'supplier', id: 'lost' }, reason: 'poll', noticedAt: '2026-01-05T08:00:00.000Z' },
        });
        throw new Error('rolled back');
      }),
    ).rejects.toThrow('rolled back');
    await putNotice(database, 'a end');
    await collection.waitFor(({ value }) => value.document.id === 'a end');
    expect(arrived()).toEqual([...Array.from({ length: 30 }, (_, index) => `a ${index}`), 'a end']);
    await outboxIsEmpty();
  });

  it('publishes what is left before it stops', async () => {
    const { database, relay } = await startRelay();
    await isLeader(relay);
    await Promise.all(Array.from({ length: 300 }, (_, index) => putNotice(database, `many ${index}`)));
    await relay.stop();
    expect(await world.query('SELECT 1 FROM outbox')).toEqual([]);
    await eventually(() => collection.messages.length === 300);
  });

  it('killed between publishing and deleting: the rows are sent again under the same ids, and none is lost', async () => {
    const first = await startRelay();
    await isLeader(first.relay);
    await first.relay.stop();
    await putNotice(first.database, 'twice');
    // The row can be read, and so is published; its deletion has to wait.
    await world.query('BEGIN');
    await world.query('LOCK TABLE outbox IN SHARE MODE');
    await startRelay();
    await collection.waitFor(({ value }) => value.document.id === 'twice');
    await killConnectionOfLeader();
    await world.query('COMMIT');
    await outboxIsEmpty();
    await eventually(() => collection.messages.length === 2);
    expect(arrived()).toEqual(['twice', 'twice']);
    expect(new Set(collection.messages.map(({ headers }) => headers['ce_id'])).size).toBe(1);
  });

  it('paused and superseded: when it wakes up its old message is refused, and the order of the key stands', async () => {
    const proxy = await proxyOf(broker());
    const lines: string[] = [];
    const old = await startRelay({ brokers: proxy, lines });
    await isLeader(old.relay);
    await putNotice(old.database, 'key first');
    await collection.waitFor(({ value }) => value.document.id === 'key first');
    proxy.stall();
    await putNotice(old.database, 'key second');
    // It has read the row and hangs in the middle of sending it; then it loses the lock.
    await eventually(() => proxy.heldBytes > 0);
    await killConnectionOfLeader();
    const successor = await startRelay();
    await collection.waitFor(({ value }) => value.document.id === 'key second');
    await putNotice(successor.database, 'key third');
    await collection.waitFor(({ value }) => value.document.id === 'key third');
    await outboxIsEmpty();
    proxy.resume();
    await eventually(() => lines.some((line) => line.includes('another relay took over')), { withinMs: 30_000 });
    await eventually(() => old.relay.state.state === 'standby', { withinMs: 30_000 });
    await putNotice(successor.database, 'key fourth');
    await collection.waitFor(({ value }) => value.document.id === 'key fourth');
    expect(arrived()).toEqual(['key first', 'key second', 'key third', 'key fourth']);
  });

  it('a predecessor in the midst of a transaction is refused', async () => {
    const kafka = createKafka([broker()], 'test', createLogger('ingress', 'silent'));
    const row = { id: '1', topic, key: 'k', value: '{}', headers: {} };
    const predecessor = createRelayProducer(kafka, `${world.prefix}transaction`);
    const successor = createRelayProducer(kafka, `${world.prefix}transaction`);
    try {
      await connectAndFence(predecessor);
      await publishBatch(predecessor, world.prefix, [row]);
      const begun = await predecessor.transaction();
      await begun.send({ topic: `${world.prefix}${topic}`, messages: [{ key: 'k', value: '{}' }] });
      await connectAndFence(successor);
      const refusal = await begun
        .send({ topic: `${world.prefix}${topic}`, messages: [{ key: 'k', value: '{}' }] })
        .then(() => begun.commit())
        .catch((thrown: unknown) => thrown);
      expect(isFenced(refusal)).toBe(true);
    } finally {
      await predecessor.disconnect();
      await successor.disconnect();
    }
  });

  it('a standby takes over when the leader goes', async () => {
    const first = await startRelay();
    await isLeader(first.relay);
    const second = await startRelay();
    await eventually(() => second.relay.state.state === 'standby');
    await putNotice(second.database, 'by-first');
    await collection.waitFor(({ value }) => value.document.id === 'by-first');
    await first.relay.stop();
    await putNotice(first.database, 'by-second');
    await collection.waitFor(({ value }) => value.document.id === 'by-second');
    await isLeader(second.relay);
  });

  it('waits for brokers that are away and then publishes all, in order', async () => {
    const proxy = await proxyOf(broker());
    const { database, relay } = await startRelay({ brokers: proxy });
    await isLeader(relay);
    proxy.cut();
    for (let index = 0; index < 10; index += 1) await putNotice(database, `away ${index}`);
    await eventually(() => relay.state.state === 'failing', { withinMs: 30_000 });
    proxy.resume();
    await outboxIsEmpty();
    await eventually(() => collection.messages.length >= 10);
    expect([...new Set(arrived())]).toEqual(Array.from({ length: 10 }, (_, index) => `away ${index}`));
  });

  it('a message that the broker refuses for good is set aside; later ones of its key wait, others go on, until a person gives it back', async () => {
    await setTopicConfiguration(world.prefix, topic, { 'max.message.bytes': '2000' });
    const { database } = await startRelay();
    await putNotice(database, 'good 1');
    await putNotice(database, 'large itself', 'x'.repeat(5_000));
    await putNotice(database, 'large after');
    await putNotice(database, 'good 2');
    await collection.waitFor(({ value }) => value.document.id === 'good 2', { withinMs: 30_000 });
    const refused = await eventually(
      async () => (await world.query<{ key: string; reason: string }>('SELECT * FROM outbox_refused'))[0],
    );
    expect(refused).toMatchObject({ key: 'supplier/large', reason: expect.stringMatching(/larger|too large/i) });
    expect(arrived()).toEqual(['good 1', 'good 2']);
    expect((await refusedMessages(database)).map(describeRefused)).toEqual([
      expect.stringMatching(
        /^coupa\.notice\.v1 supplier\/large cannot be published, and 1 later message\(s\) of it wait/,
      ),
    ]);
    await setTopicConfiguration(world.prefix, topic, { 'max.message.bytes': '1000000' });
    await world.query(await requeueSql());
    await collection.waitFor(({ value }) => value.document.id === 'large after');
    await outboxIsEmpty();
    expect(arrived()).toEqual(['good 1', 'good 2', 'large itself', 'large after']);
  });
});
