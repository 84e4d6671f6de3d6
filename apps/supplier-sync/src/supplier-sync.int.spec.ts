import { topicsReadBy } from '@sluice/reconciler/sync/sync-subscriptions';
import type { RunningApp } from '@sluice/runtime/start-app';
import { topicsOf } from '@sluice/runtime/health/checks';
import type { M3CommandMessage } from '@sluice/shared/messages/command';
import { testDatabase, type TestDatabase } from '@sluice/testing/database-per-file';
import { collect, createTopics, deletePrefix, send, testPrefix, type Collection } from '@sluice/testing/kafka';
import { testEnvironment } from '@sluice/testing/test-environment';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { config } from './config.js';
import { aSupplier, inM3, type Json } from '../tests/suppliers.js';
import { migrations } from './migrations.js';
import { domainsOf, start } from './start.js';

type Command = Extract<M3CommandMessage, { steps: unknown }>;

const prefix = testPrefix();
let database: TestDatabase;
let app: RunningApp;
let commands: Collection<'m3.command.supplier.v1'>;
let statuses: Collection<'status.v1'>;
let links: Collection<'xref.supplier.v1'>;

beforeAll(async () => {
  database = await testDatabase({ app: 'supplier-sync', migrations });
  const installation = { M3_COMPANIES: '100', COMPANY_TIME_ZONE: 'Europe/Brussels' };
  const parsed = config.parse(testEnvironment({ prefix, databaseUrl: database.url, ...installation }));
  await createTopics(prefix, topicsOf('supplier-sync', topicsReadBy(domainsOf(parsed))));
  app = await start(parsed);
  [commands, statuses, links] = await Promise.all([
    collect(prefix, 'm3.command.supplier.v1'),
    collect(prefix, 'status.v1'),
    collect(prefix, 'xref.supplier.v1'),
  ]);
});

afterAll(async () => {
  await app?.stop();
  await Promise.all([commands, statuses, links].map((collection) => collection?.stop()));
  await database?.drop();
  await deletePrefix(prefix);
});

const snapshot = (supplier: Json) =>
  send(prefix, 'coupa.supplier.v1', `supplier/${String(supplier['id'])}`, {
    body: supplier,
    fetchedAt: new Date().toISOString(),
  } as never);

/** M3 answers the question about a supplier with these records. */
async function answer(id: string, records: readonly Json[], step?: string): Promise<void> {
  const { value } = await commands.waitFor(
    ({ key, value }) =>
      key === `supplier/${id}` && 'steps' in value && (step === undefined || value.steps[0]?.id === step),
  );
  const command = value as Command;
  await send(prefix, 'm3.outcome.supplier.v1', `supplier/${id}`, {
    commandId: command.commandId,
    document: command.document,
    destination: command.destination,
    result: 'ok',
    steps: command.steps.map((step) => ({ id: step.id, state: 'ok' as const, records: [[...records]] })),
    refusals: [],
    at: new Date().toISOString(),
  });
}

const statusOf = (id: string, status: string) =>
  statuses.waitFor(({ key, value }) => key === `supplier/${id}` && value.status === status);

it('a supplier with M3’s number is read in M3 and linked, for those who wait for it', async () => {
  await snapshot(aSupplier({ id: 1 }));
  await answer('1', [inM3()]);
  const { value } = await statusOf('1', 'Posted');
  expect(value).toMatchObject({ title: 'Supplier Acme Bearings', m3: { company: '100', number: 'Y30001' } });
  const link = await links.waitFor(({ key, value }) => key === '1' && value.entries.length > 0);
  expect(link.value).toEqual({ supplierId: '1', entries: [{ company: '100', number: 'Y30001', blocked: false }] });
});

it('a supplier that M3 does not hold needs a person, and nobody orders by it', async () => {
  await snapshot(aSupplier({ id: 2, number: 'Y30002' }));
  await answer('2', []);
  const { value } = await statusOf('2', 'Needs attention');
  expect(value.reason).toMatchObject({ code: 'supplier-not-in-m3' });
  const told = await links.waitFor(({ key, value }) => key === '2' && value.because !== undefined);
  expect(told.value).toMatchObject({ supplierId: '2', entries: [], because: { code: 'supplier-not-in-m3' } });
  expect(links.messages.filter(({ key, value }) => key === '2' && value.entries.length > 0)).toEqual([]);
});

it('a link is taken back when the number is emptied in Coupa, or M3 does not hold the new one', async () => {
  for (const id of ['4', '5']) {
    const number = `Y3000${id}`;
    await snapshot(aSupplier({ id: Number(id), number }));
    await answer(id, [inM3({ SUNO: number })]);
    await links.waitFor(({ key, value }) => key === id && value.entries.length > 0);
  }
  await snapshot(aSupplier({ id: 4, number: '' }));
  const emptied = await links.waitFor(({ key, value }) => key === '4' && value.because !== undefined);
  expect(emptied.value).toMatchObject({ entries: [], because: { code: 'supplier-unlinked' } });
  await snapshot(aSupplier({ id: 5, number: 'Y30015' }));
  await answer('5', [], 'read-supplier/Y30015');
  const gone = await links.waitFor(({ key, value }) => key === '5' && value.because !== undefined);
  expect(gone.value).toMatchObject({ entries: [], because: { code: 'supplier-not-in-m3' } });
});

it('a supplier without a number says what to do, and becomes linked when it gets one', async () => {
  await snapshot(aSupplier({ id: 3, number: null }));
  const { value } = await statusOf('3', 'Needs attention');
  expect(value.reason).toMatchObject({ code: 'supplier-unlinked' });
  await snapshot(aSupplier({ id: 3, number: 'Y30003' }));
  await answer('3', [inM3({ SUNO: 'Y30003', STAT: '90' })]);
  const link = await links.waitFor(({ key, value }) => key === '3' && value.entries.length > 0);
  expect(link.value.entries).toEqual([{ company: '100', number: 'Y30003', blocked: true }]);
});

const ask = (path: string, authorization = 'Bearer a-token-for-tests-only') =>
  fetch(`${app.url}${path}`, { headers: { authorization } });

it('for those who run it: the document that lies longest in each stage is named, to bearers of the token, and measured', async () => {
  await snapshot(aSupplier({ id: 6, number: 'Y30006' }));
  await commands.waitFor(({ key }) => key === 'supplier/6');

  expect((await ask('/internal/oldest', 'Bearer wrong')).status).toBe(401);
  expect(await (await ask('/internal/oldest')).json()).toEqual({
    oldest: expect.arrayContaining([
      { stage: 'unanswered', document: 'supplier/6', since: expect.any(String), ageSeconds: expect.any(Number) },
    ]),
  });
  expect(await (await ask('/metrics')).text()).toContain('sluice_oldest_document_seconds{stage="unanswered"');
});
