import { collect, send, type Collection } from '@sluice/testing/kafka';
import { eventually } from '@sluice/testing/eventually';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ConsoleUnderTest } from '../tests/console-under-test.js';

const sut = new ConsoleUnderTest();
let operator: Collection<'operator.v1'>;
beforeAll(async () => {
  operator = await collect(sut.prefix, 'operator.v1');
});
afterAll(() => operator?.stop());

const minutesAgo = (count: number) => new Date(Date.now() - count * 60_000).toISOString();
const told = (action: string, listed: number, at: string) =>
  send(sut.prefix, 'audit.v1', 'coupa-gateway', {
    app: 'coupa-gateway',
    action,
    summary: 'as it was',
    details: { type: 'purchase-order', listed },
    at,
  });

it('S28: how far a load is, and when it will be done, goes by what is known and by what Coupa has listed', async () => {
  await sut.sayStatus('9001', { status: 'Posted', at: minutesAgo(1) });
  await sut.sayStatus('9002', { status: 'Needs attention', at: minutesAgo(2) });
  await sut.sayStatus('9003', { status: 'Posted', at: minutesAgo(60) });
  await sut.sayStatus('9004', { status: 'In progress', at: minutesAgo(1) });
  await told('load-begun', 0, minutesAgo(30));
  await told('load-went-on', 10, minutesAgo(20));
  const { body } = await eventually(async () => {
    const answer = await sut.get('/api/progress?type=purchase-order');
    return answer.body.total === 10 && answer.body.done === 3 ? answer : undefined;
  });
  expect(body).toMatchObject({
    byStatus: { Posted: 2, 'Needs attention': 1, 'In progress': 1 },
    perMinute: 0.4,
    load: { listed: 10, isListed: false, isBrokenOff: false },
  });
  // Seven are left, at two in five minutes.
  const minutesLeft = (Date.parse(body.expectedEnd) - Date.now()) / 60_000;
  expect(minutesLeft).toBeGreaterThan(17);
  expect(minutesLeft).toBeLessThan(18);

  await told('load-broken-off', 10, minutesAgo(15));
  await eventually(async () => (await sut.get('/api/progress?type=purchase-order')).body.load.isBrokenOff as boolean);
  await told('load-listed', 12, minutesAgo(10));
  await eventually(async () => {
    const { load } = (await sut.get('/api/progress?type=purchase-order')).body;
    return load.listed === 12 && load.isListed;
  });
});

it('of a type that nobody has is none, and of none there is nothing to say', async () => {
  expect((await sut.get('/api/progress?type=supplier')).body).toEqual({
    type: 'supplier',
    total: 0,
    done: 0,
    byStatus: {},
    perMinute: 0,
  });
  expect((await sut.get('/api/progress')).status).toBe(400);
});

it('a person asks for all documents of a type, which is no document itself', async () => {
  const { status, body } = await sut.call('POST', '/api/records/supplier/all/load', undefined, {
    'x-sluice-user': 'mpeeters',
  });
  const document = { type: 'supplier', id: 'all' };
  expect([status, body]).toEqual([202, { document, action: 'load', by: 'mpeeters' }]);
  const sent = await operator.waitFor(({ key }) => key === 'supplier/all');
  expect(sent.value).toMatchObject({ action: 'load', document, by: 'mpeeters' });
  const entry = await eventually(
    async () => (await sut.get('/api/audit?action=operator-load')).body.entries[0] as { summary: string } | undefined,
  );
  expect(entry.summary).toBe('mpeeters asked for all suppliers of Coupa');
  expect((await sut.get('/api/records/supplier/all')).status).toBe(404);
});

it('to load by a scan that nobody has heard of is not passed on', async () => {
  const { status, body } = await sut.call('POST', '/api/records/m3-supplier-scan/100/load');
  expect([status, body.error.code]).toEqual([404, 'not-found']);
});
