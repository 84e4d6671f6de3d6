import { eventually } from '@sluice/testing/eventually';
import { request } from 'undici';
import { expect, inject, test } from 'vitest';
import { Story } from './story.js';

test('a mapping tried dry says which orders it would heal, and heals them', async () => {
  const story = new Story();
  const supplier = await story.givenSupplier();
  const unit = `B${String(Math.floor(Math.random() * 1e5)).padStart(5, '0')}`;
  const waiting = await Promise.all([0, 1].map(() => story.givenOrder(supplier, { uom: { code: unit } })));
  for (const order of waiting) await story.whenApproved(order);
  for (const order of waiting) await story.thenWaitsFor(order, [`mapping.v1/unit/${unit}`]);

  const { missing } = await ask('GET', '/api/mappings/missing?table=unit');
  expect(missing.find(({ key }: { key: string }) => key === unit)).toMatchObject({ documents: 2 });

  const rows = [{ table: 'unit', key: unit, value: { unit: 'BX', decimals: '0' } }];
  expect(await ask('PUT', '/api/mappings', { rows, dryRun: true })).toMatchObject({ created: 1, heals: 2 });
  expect(await story.ordersInM3(waiting[0] as { number: string })).toEqual([]);

  expect(await ask('PUT', '/api/mappings', { rows })).toMatchObject({ created: 1, heals: 2 });
  for (const order of waiting) await story.thenRecordIs(order, 'Posted');

  await eventually(async () => {
    const { intact, unchained } = await ask('GET', '/api/audit/verify');
    return intact === true && unchained === 0;
  });
});

async function ask(method: 'GET' | 'PUT', path: string, body?: unknown): Promise<any> {
  const { url, apiToken } = inject('addresses').console;
  const answer = await request(`${url}${path}`, {
    method,
    headers: { authorization: `Bearer ${apiToken}`, 'content-type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  expect(answer.statusCode).toBe(200);
  return answer.body.json();
}
