import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { testDatabase, type TestDatabase } from '@sluice/testing/database-per-file';
import type { TopicName } from '@sluice/shared/topics';
import type { KafkaMessage } from 'kafkajs';
import { createLogger } from '../logging/logger.js';
import { createMetrics, messagingMetrics } from '../metrics.js';
import { runtimeMigrations } from '../migrations.js';
import { openDatabase, type Database } from '../postgres/database.js';
import type { Fold } from '../subscriptions.js';
import { OwedTries } from './fold-tries.js';
import { workOn, type Arrival, type WorkOptions, type WorkResult } from './work-on-message.js';

let testDb: TestDatabase;
let database: Database;
let options: WorkOptions;

beforeAll(async () => {
  testDb = await testDatabase({ app: 'po-sync', migrations: runtimeMigrations });
  database = await openDatabase({ app: 'po-sync', databaseUrl: testDb.url });
});
afterAll(async () => {
  await database?.close();
  await testDb?.drop();
});
beforeEach(() => {
  options = {
    database,
    clusterId: () => 'cluster',
    topicIdOf: () => 'topic',
    logger: createLogger('test', 'silent'),
    metrics: messagingMetrics(createMetrics('test')),
    retryMs: 1,
    triesMax: 5,
    owedTries: new OwedTries(),
  };
});

let lastOffset = 0;
const arrivalOf = (offset: string, fold: Fold<TopicName>, lost: AbortSignal): Arrival => ({
  place: { topic: 'coupa.notice.v1', partition: 0, offset, key: 'supplier/17' },
  raw: { key: Buffer.from('supplier/17'), value: Buffer.from('{}'), offset, headers: {} } as unknown as KafkaMessage,
  heartbeat: { lost, stop: () => undefined },
  decoding: { message: { key: 'supplier/17', value: {} as never, envelope: {} as never } },
  fold,
  onUnreadable: undefined,
  tries: 0,
});

/** One reception as the first message of its partition, which ends once the fold has been begun and `fail` was thrown. */
async function receive(offset: string, fail: Error): Promise<WorkResult> {
  const lost = new AbortController();
  const fold = async (): Promise<void> => {
    lost.abort();
    throw fail;
  };
  return workOn(options, arrivalOf(offset, fold, lost.signal), new AbortController().signal, true);
}
const deliver = (offset: string): Promise<WorkResult> =>
  workOn(
    options,
    arrivalOf(offset, async () => undefined, new AbortController().signal),
    new AbortController().signal,
    true,
  );
const countedTries = async (offset: string): Promise<number> => {
  const rows = await database.query<{ tries: number }>('SELECT tries FROM fold_try WHERE message_offset = $1', [
    offset,
  ]);
  return rows[0]?.tries ?? 0;
};
const databaseAway = Object.assign(new Error('terminating connection due to administrator command'), { code: '57P01' });

/** Otherwise six deployments during one outage would set aside an order that nothing is wrong with. */
describe('a message that is returned before its fold ended', () => {
  it('does not use up its tries, however often the group rebalances or the app stops', async () => {
    const offset = String((lastOffset += 1));
    for (let round = 0; round < 8; round += 1) {
      expect(await receive(offset, databaseAway)).toBe('returned');
      expect(await countedTries(offset)).toBe(0);
    }
    expect(await deliver(offset)).toBe('folded');
  });

  it('keeps the tries that did fail', async () => {
    const offset = String((lastOffset += 1));
    await database.query(
      `INSERT INTO fold_try (topic, partition, message_offset, key, tries, last_error)
       VALUES ('coupa.notice.v1', 0, $1, 'supplier/17', 3, 'a bug')`,
      [offset],
    );
    expect(await receive(offset, databaseAway)).toBe('returned');
    expect(await countedTries(offset)).toBe(3);
    expect(await receive(offset, new Error('a bug'))).toBe('returned');
    expect(await countedTries(offset)).toBe(4);
  });

  it('gets a try back that could not be given back at once, as Postgres was away', async () => {
    const offset = String((lastOffset += 1));
    const away: Database = Object.create(database) as Database;
    let calls = 0;
    away.query = (...query: Parameters<Database['query']>) =>
      // The first counts the try, the second is to take it back.
      (calls += 1) === 2 ? Promise.reject(databaseAway) : (database.query(...query) as never);
    options = { ...options, database: away };
    expect(await receive(offset, databaseAway)).toBe('returned');
    expect(await countedTries(offset)).toBe(1);
    expect(await receive(offset, databaseAway)).toBe('returned');
    expect(await countedTries(offset)).toBe(0);
  });
});

/** Otherwise one message that nobody can read holds up every document of its partition. */
it('an unreadable message goes to the dead letters also where the app fails to answer it', async () => {
  const lost = new AbortController().signal;
  const arrival: Arrival = {
    ...arrivalOf(String((lastOffset += 1)), async () => undefined, lost),
    decoding: { unreadable: 'no JSON' },
    onUnreadable: async () => {
      throw new Error('a bug in the answer');
    },
  };
  expect(await workOn(options, arrival, lost, true)).toBe('dead-lettered');
  const [letter] = await database.query<{ value: unknown }>(`SELECT value FROM outbox WHERE topic = 'dead-letter.v1'`);
  expect(letter?.value).toMatchObject({ reason: { code: 'unreadable', message: 'no JSON' } });
});
