import { topicsReadBy } from '@sluice/reconciler/sync/sync-subscriptions';
import { topicsOf } from '@sluice/runtime/health/checks';
import type { RunningApp } from '@sluice/runtime/start-app';
import type { TopicName } from '@sluice/shared/topics';
import { testDatabase, type TestDatabase } from '@sluice/testing/database-per-file';
import { collect, createTopics, deletePrefix, send, testPrefix, type Collection } from '@sluice/testing/kafka';
import { testEnvironment } from '@sluice/testing/test-environment';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Json } from '../tests/suppliers.js';
import { config } from './config.js';
import { domainsOf, start } from './start.js';
import { migrations } from './migrations.js';

/**
 * Guarantee: what is new or changed in M3 reaches Coupa once, and a restart in the middle begins nothing anew. Without it
 * a buyer has a supplier twice, or not at all.
 */

const prefix = testPrefix();
let database: TestDatabase;
let app: RunningApp;

const settings = () =>
  config.parse(
    testEnvironment({
      prefix,
      databaseUrl: database.url,
      M3_COMPANIES: '100',
      COMPANY_TIME_ZONE: 'Europe/Brussels',
      SUPPLIER_SYNC: 'both',
      SUPPLIERS_NEW_IN_M3: 'create',
      COUPA_SUPPLIER_CONTENT_GROUPS: 'none',
      // By the scale of tests half a second, so that the story waits for no round.
      M3_SUPPLIER_SCAN_INTERVAL: '10',
    }),
  );

beforeAll(async () => {
  database = await testDatabase({ app: 'supplier-sync', migrations });
  await createTopics(prefix, topicsOf('supplier-sync', topicsReadBy(domainsOf(settings()))));
  for (const [key, value] of [
    ['coupa-country/BE', { country: 'BE' }],
    ['country/BE', { country: 'BE', taxField: 'VRNO' }],
    ['coupa-payment-term/N30', { paymentTerm: 'Net 30' }],
    ['payment-term/Net 30', { paymentTerms: 'N30' }],
  ] as const) {
    const [table = '', ...code] = key.split('/');
    const row = { table, key: code.join('/'), value, updatedAt: '2026-01-01T00:00:00Z', updatedBy: 'test' };
    await send(prefix, 'mapping.v1', key, row as never);
  }
  app = await start(settings());
});

afterAll(async () => {
  await app?.stop();
  await Promise.all(collections.map((collection) => collection.stop()));
  await database?.drop();
  await deletePrefix(prefix);
});

const collections: Collection<never>[] = [];
async function collected<Topic extends TopicName>(topic: Topic): Promise<Collection<Topic>> {
  const collection = await collect(prefix, topic);
  collections.push(collection as never);
  return collection;
}

interface Command {
  readonly commandId: string;
  readonly document: object;
  readonly destination: string;
  readonly steps: readonly { readonly id: string; readonly body?: Json }[];
}

/** The first command about the document with this step, answered with these records per step. */
async function answer<Commands extends TopicName>(
  commands: Collection<Commands>,
  outcomes: TopicName,
  document: string,
  step: string,
  /** By step, the records of each of its transactions. */
  records: Readonly<Record<string, readonly (readonly Json[])[]>>,
): Promise<Command> {
  const asked = await commands.waitFor(({ key, value }) => {
    const { steps } = value as Partial<Command>;
    return key === document && steps?.[0]?.id.startsWith(step) === true;
  });
  const command = asked.value as unknown as Command;
  const foundBy = (id: string): readonly (readonly Json[])[] =>
    Object.entries(records).find(([name]) => id.startsWith(name))?.[1] ?? [[]];
  await send(prefix, outcomes, document, {
    commandId: command.commandId,
    document: command.document,
    destination: command.destination,
    result: 'ok',
    steps: command.steps.map(({ id }) => ({ id, state: 'ok', records: foundBy(id) })),
    refusals: [],
    effect: 'all',
    at: new Date().toISOString(),
  } as never);
  return command;
}

const record = { SUNO: 'Y30001', SUNM: 'Acme Bearings', STAT: '20', TEPY: 'N30', CSCD: 'BE' };
const address = {
  ADTE: '01',
  ADID: 'COUPA',
  STDT: '20200101',
  ADR1: 'Kaai 1',
  TOWN: 'Antwerp',
  PONO: '2000',
  CSCD: 'BE',
};
const contact = { RFTY: '10', RFID: 'COUPA', YRE1: 'An Peeters', EMAL: 'an@acme.example' };
const readByM3 = { 'read-whole-supplier': [[record], [address], [contact]] };

it('S02: a new supplier in M3 is seen, created in Coupa across a restart, fetched and linked', async () => {
  const scans = await collected('m3.command.m3-supplier-scan.v1');
  const reads = await collected('m3.command.m3-supplier.v1');
  const writes = await collected('coupa.command.m3-supplier.v1');
  const notices = await collected('coupa.notice.v1');
  const changes = await collected('xref.m3-supplier-scan.v1');
  const links = await collected('xref.m3-supplier.v1');
  const linkReads = await collected('m3.command.supplier.v1');
  const statuses = await collected('status.v1');
  const document = 'm3-supplier/100/Y30001';

  await answer(scans, 'm3.outcome.m3-supplier-scan.v1', 'm3-supplier-scan/100', 'try-list-suppliers', {
    'try-list-suppliers': [[]],
  });
  await answer(scans, 'm3.outcome.m3-supplier-scan.v1', 'm3-supplier-scan/100', 'list-suppliers', {
    'list-suppliers': [[{ SUNO: 'Y30001', SUNM: 'Acme Bearings' }]],
  });
  await changes.waitFor(({ key }) => key === '100/Y30001');
  await answer(reads, 'm3.outcome.m3-supplier.v1', document, 'read-whole-supplier/Y30001', readByM3);
  await answer(writes, 'coupa.outcome.m3-supplier.v1', document, 'find-by-number', {});
  await writes.waitFor(
    ({ key, value }) => key === document && 'steps' in value && value.steps[0]?.id === 'create-supplier',
  );
  await app.stop();
  app = await start(settings());
  const created = await answer(writes, 'coupa.outcome.m3-supplier.v1', document, 'create-supplier', {
    'create-supplier': [[{ id: 88, number: 'Y30001' }]],
  });
  expect(created.steps[0]?.body).toMatchObject({
    name: 'Acme Bearings',
    number: 'Y30001',
    'payment-term': { code: 'Net 30' },
    'primary-address': { street1: 'Kaai 1', country: { code: 'BE' } },
  });

  const notice = await notices.waitFor(({ key }) => key === 'supplier/88');
  expect(notice.value).toMatchObject({ reason: 'missing-reference' });
  await send(prefix, 'coupa.supplier.v1', 'supplier/88', {
    body: { id: 88, ...created.steps[0]?.body },
    fetchedAt: new Date().toISOString(),
  } as never);
  await answer(linkReads, 'm3.outcome.supplier.v1', 'supplier/88', 'read-whole-supplier/Y30001', readByM3);
  const link = await links.waitFor(({ key }) => key === '100/Y30001');
  expect(link.value).toEqual({ company: '100', number: 'Y30001', supplierId: '88' });
  const ended = await statuses.waitFor(({ key, value }) => key === document && value.status === 'Ignored');
  expect(ended.value).toMatchObject({ reason: { code: 'supplier-linked' }, m3: { company: '100', number: 'Y30001' } });
  const sent = writes.messages.filter(({ value }) => 'steps' in value && value.steps[0]?.id === 'create-supplier');
  expect(new Set(sent.map(({ value }) => value.commandId)).size).toBe(1);
});

it('the scan goes on with the next round, from where the last one began', async () => {
  const scans = await collected('m3.command.m3-supplier-scan.v1');
  const lists = () =>
    scans.messages.flatMap(({ value }) =>
      'steps' in value && value.steps[0]?.id === 'list-suppliers'
        ? [Number(value.steps[0]?.transactions[0]?.record['LMTS'])]
        : [],
    );
  await scans.waitFor(() => lists().length >= 2);
  const [first = 0, second = 0] = lists();
  expect(second).toBeGreaterThan(0);
  // The second begins where the first did: an overlap before, by the scale of tests thirty seconds.
  expect(Math.abs(second - first)).toBeLessThan(1_000);
});

it('S28: a person who asks for a load has the whole list gone through at the priority of a first load', async () => {
  const scans = await collected('m3.command.m3-supplier-scan.v1');
  const reads = await collected('m3.command.m3-supplier.v1');
  const scan = { type: 'm3-supplier-scan', id: '100' } as const;
  await send(prefix, 'operator.v1', 'm3-supplier-scan/100', {
    action: 'load',
    document: scan,
    by: 'ada',
    at: new Date().toISOString(),
  });
  const asked = await scans.waitFor(({ value }) => value.destination === 'm3/all');
  expect(asked.value).toMatchObject({ priority: 'first-load' });
  const command = asked.value as unknown as Command;
  await send(prefix, 'm3.outcome.m3-supplier-scan.v1', 'm3-supplier-scan/100', {
    commandId: command.commandId,
    document: scan,
    destination: 'm3/all',
    result: 'ok',
    steps: [{ id: 'list-suppliers', state: 'ok', records: [[{ SUNO: 'Y30001' }, { SUNO: 'Y30002' }]] }],
    refusals: [],
    at: new Date().toISOString(),
  });
  const read = await reads.waitFor(({ key }) => key === 'm3-supplier/100/Y30002');
  expect(read.value).toMatchObject({ priority: 'first-load' });
});
