import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { toHeaders } from '@sluice/shared/envelope';
import { eventually } from '@sluice/testing/eventually';
import { collect, groupOffsets, send, sendRaw, type Collection } from '@sluice/testing/kafka';
import { keepMessage, startToy, type ToyFold } from '@sluice/testing/toys/toy-app';
import { toyWorld, type ToyWorld } from '@sluice/testing/toys/toy-world';
import { newId } from '../ids.js';
import type { RunningApp } from '../start-app.js';

let world: ToyWorld;
let prefix: string;
let app: RunningApp;
let deadLetters: Collection<'dead-letter.v1'>;

const notice = (id: string) => ({
  document: { type: 'supplier' as const, id },
  reason: 'webhook' as const,
  noticedAt: '2026-01-05T08:00:00.000Z',
});
const headers = (type: string, sequence?: number) =>
  toHeaders({ id: newId(), source: '/test', type, time: new Date().toISOString(), ...(sequence && { sequence }) });

/** Keys whose fold fails at present. */
const buggy = new Set(['supplier/bug', 'unit/bug']);
const fold: ToyFold = async (tx, message) => {
  await keepMessage(tx, message);
  if (message.key === 'supplier/leak') throw new Error('no login with password=hush-hush');
  if (buggy.has(message.key)) throw new Error('a bug in the fold');
};

const foldedOnce = (key: string) => eventually(async () => (await world.folded(key))[0]);

const bearing = { headers: { authorization: 'Bearer a-token-for-tests-only' } };
const degraded = async (): Promise<string[]> =>
  ((await (await fetch(`${app.url}/health/ready`, bearing)).json()) as { degraded: string[] }).degraded;

beforeAll(async () => {
  world = await toyWorld('po-sync');
  prefix = world.prefix;
  await send(prefix, 'coupa.notice.v1', 'supplier/before', notice('before'));
  app = await startToy('po-sync', world.environment(), fold);
  deadLetters = await collect(prefix, 'dead-letter.v1');
});

afterAll(async () => {
  await app?.stop();
  await deadLetters?.stop();
  await world?.end();
});

describe('a message that parses', () => {
  it('is read by a new group although it was sent before the group was there', async () => {
    await foldedOnce('supplier/before');
  });

  it('keeps numbers of any length as they were written', async () => {
    const body = `{"body":{"id":12345678901234567890,"name":"Acme","status":"active"},"fetchedAt":"2026-01-05T08:00:00.000Z"}`;
    await sendRaw(prefix, 'coupa.supplier.v1', {
      key: 'supplier/long',
      value: body,
      headers: headers('coupa.supplier.v1', 1),
    });
    const row = await foldedOnce('supplier/long');
    expect(row.value).toMatchObject({ body: { id: '12345678901234567890' } });
  });

  it('keeps a key that looks like JSON as it is', async () => {
    await send(prefix, 'coupa.notice.v1', '{"a":1}', notice('json'));
    await foldedOnce('{"a":1}');
  });

  it('is committed to the group after it is in Postgres', async () => {
    const { partition, offset } = await send(prefix, 'coupa.notice.v1', 'supplier/lag', notice('lag'));
    await foldedOnce('supplier/lag');
    await eventually(async () => {
      const offsets = await groupOffsets(prefix, `${prefix}sluice.po-sync`, ['coupa.notice.v1']);
      return Number(offsets.get(`coupa.notice.v1/${partition}`)) >= Number(offset) + 1;
    });
  });
});

describe('a message that does not parse', () => {
  const cases = [
    ['broken JSON', '{"document":', /Body: .*JSON/],
    ['bytes that are no UTF-8', Buffer.from([0x22, 0xff, 0xfe, 0x22]), /Body: .*encod/i],
    ['a null value', null, /null/],
    ['a body of another shape', '{"nothing":true}', /document/],
  ] as const;

  it.each(cases)('%s goes whole to the dead letters and the partition goes on', async (name, value, reason) => {
    const key = `supplier/${name}`;
    const place = await sendRaw(prefix, 'coupa.notice.v1', {
      key,
      value,
      headers: headers('coupa.notice.v1'),
      partition: 1,
    });
    const letter = await deadLetters.waitFor((message) => message.key === key);
    expect(letter.value).toMatchObject({
      topic: 'coupa.notice.v1',
      partition: 1,
      offset: place.offset,
      app: 'po-sync',
      reason: { code: 'unreadable', message: expect.stringMatching(reason) },
      value: value === null ? null : Buffer.from(value).toString('base64'),
    });
    await sendRaw(prefix, 'coupa.notice.v1', {
      key: `${key} next`,
      value: JSON.stringify(notice('next')),
      headers: headers('coupa.notice.v1'),
      partition: 1,
    });
    await foldedOnce(`${key} next`);
  });

  it('goes there with headers that hold no secret, and with its body as it came', async () => {
    const key = 'supplier/secret';
    const value = '{"password":"hush-hush"';
    const secrets = { authorization: 'Bearer hush-hush-1', 'x-note': 'a-token-for-tests-only' };
    await sendRaw(prefix, 'coupa.notice.v1', { key, value, headers: { ...headers('coupa.notice.v1'), ...secrets } });
    const letter = await deadLetters.waitFor((message) => message.key === key);
    expect(letter.value).toMatchObject({
      headers: { authorization: '[redacted]', 'x-note': '[redacted]', ce_type: 'coupa.notice.v1' },
      value: Buffer.from(value).toString('base64'),
    });
  });

  it('without an envelope goes to the dead letters', async () => {
    await sendRaw(prefix, 'coupa.notice.v1', { key: 'supplier/bare', value: JSON.stringify(notice('bare')) });
    const letter = await deadLetters.waitFor((message) => message.key === 'supplier/bare');
    expect(letter.value).toMatchObject({ reason: { message: expect.stringContaining('Headers') } });
  });

  it.each(['coupa.notice.v1', 'mapping.v1'] as const)(
    'with a NUL in its key does not block its partition: %s',
    async (topic) => {
      const key = `supplier/nul\0 of ${topic}`;
      const stored = key.replace('\0', '\uFFFD');
      await sendRaw(prefix, topic, {
        key,
        value: JSON.stringify(notice('nul')),
        headers: headers(topic, 1),
        partition: 1,
      });
      const letter = await deadLetters.waitFor((message) => message.key === stored);
      expect(letter.value).toMatchObject({
        topic,
        reason: { code: 'unreadable', message: expect.stringContaining('NUL') },
      });
      await sendRaw(prefix, 'coupa.notice.v1', {
        key: `${stored} next`,
        value: JSON.stringify(notice('next')),
        headers: headers('coupa.notice.v1'),
        partition: 1,
      });
      await foldedOnce(`${stored} next`);
      await world.query('DELETE FROM fold_try WHERE key = $1', [stored]);
    },
  );

  it('without a sequence on a topic that carries state goes to the dead letters', async () => {
    await sendRaw(prefix, 'mapping.v1', { key: 'unit/X', value: '{}', headers: headers('mapping.v1') });
    const letter = await deadLetters.waitFor((message) => message.key === 'unit/X');
    expect(letter.value).toMatchObject({ reason: { message: expect.stringContaining('ce_sequence') } });
  });
});

describe('a bug in the fold', () => {
  it('leaves nothing behind, is tried five times and then dead-lettered, while other partitions go on', async () => {
    const key = 'supplier/bug';
    const { partition } = await send(prefix, 'coupa.notice.v1', key, notice('bug'));
    const other = partition === 0 ? 1 : 0;
    await sendRaw(prefix, 'coupa.notice.v1', {
      key: 'supplier/neighbour',
      value: JSON.stringify(notice('neighbour')),
      headers: headers('coupa.notice.v1'),
      partition: other,
    });
    await foldedOnce('supplier/neighbour');
    const letter = await deadLetters.waitFor((message) => message.key === key);
    expect(letter.value).toMatchObject({ tries: 5, reason: { code: 'unexpected', message: 'a bug in the fold' } });
    expect(await world.folded(key)).toEqual([]);
    expect(await world.query('SELECT 1 FROM fold_try WHERE key = $1', [key])).toEqual([]);
  });

  it('is described without the secrets in its message', async () => {
    const key = 'supplier/leak';
    await send(prefix, 'coupa.notice.v1', key, notice('leak'));
    const letter = await deadLetters.waitFor((message) => message.key === key);
    expect(letter.value).toMatchObject({ reason: { message: 'no login with password=[redacted]' } });
  });

  it('on a topic that carries state makes the app degraded until a newer value of the key is folded', async () => {
    const mapping = {
      table: 'unit' as const,
      key: 'bug',
      value: { unit: 'EA', decimals: '0' },
      updatedAt: '2026-01-05T08:00:00.000Z',
      updatedBy: 'somebody',
    };
    const before = await degraded();
    await send(prefix, 'mapping.v1', 'unit/bug', mapping);
    await deadLetters.waitFor((message) => message.key === 'unit/bug');
    expect(await degraded()).toHaveLength(before.length + 1);
    buggy.delete('unit/bug');
    await send(prefix, 'mapping.v1', 'unit/bug', mapping);
    await foldedOnce('unit/bug');
    expect(await degraded()).toHaveLength(before.length);
  });
});

describe('a command that does not parse', () => {
  it('is answered by the gateway in the transaction that sends it to the dead letters, by the id in its headers', async () => {
    await sendRaw(prefix, 'm3.command.supplier.v1', {
      key: 'supplier/17',
      value: '{"commandId":',
      headers: { ...headers('m3.command.supplier.v1'), ce_commandid: 'c-1', ce_destination: 'm3/100' },
    });
    await eventually(async () => (await world.folded('answered c-1 m3/100')).length === 1);
  });
});
