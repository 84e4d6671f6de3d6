import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { eventually } from '@sluice/testing/eventually';
import {
  collect,
  commitGroupOffset,
  createTopics,
  deleteRecordsBefore,
  deleteTopic,
  groupOffsets,
  sendRaw,
} from '@sluice/testing/kafka';
import { keepMessage, startToy } from '@sluice/testing/toys/toy-app';
import { toyWorld, type ToyWorld } from '@sluice/testing/toys/toy-world';
import { toHeaders } from '@sluice/shared/envelope';
import { newId } from '../ids.js';
import type { RunningApp } from '../start-app.js';

const topic = 'coupa.notice.v1';
const partition = 0;

let world: ToyWorld;
let group: string;
let app: RunningApp | undefined;

beforeEach(async () => {
  world = await toyWorld('po-sync');
  group = `${world.prefix}sluice.po-sync`;
});

afterEach(async () => {
  await app?.stop();
  app = undefined;
  await world?.end();
});

const sendNotice = async (id: string): Promise<void> => {
  const value = { document: { type: 'supplier', id }, reason: 'webhook', noticedAt: '2026-01-05T08:00:00.000Z' };
  const envelope = { id: newId(), source: '/test', type: topic, time: new Date().toISOString() };
  await sendRaw(world.prefix, topic, {
    key: id,
    value: JSON.stringify(value),
    headers: toHeaders(envelope),
    partition,
  });
};
const bearing = { headers: { authorization: 'Bearer a-token-for-tests-only' } };
const start = async (level = 'silent', write: (line: string) => void = () => undefined): Promise<RunningApp> =>
  (app = await startToy('po-sync', world.environment({ LOG_LEVEL: level }), keepMessage, {
    logDestination: { write },
  }));
const remake = async (): Promise<void> => {
  await deleteTopic(world.prefix, topic);
  await eventually(() => createTopics(world.prefix, [topic]).then(() => true));
};
const stop = async (): Promise<void> => {
  await app?.stop();
  app = undefined;
};
const foldedKeys = async (): Promise<string[]> =>
  (await world.query<{ key: string }>('SELECT key FROM folded ORDER BY id')).map(({ key }) => key);
const foldedAre = (...keys: string[]) =>
  eventually(async () => {
    expect(await foldedKeys()).toEqual(keys);
    return true;
  });

describe('where a consumer begins', () => {
  it('is what Postgres holds, not what the group says: an offset that never reached the group costs nothing', async () => {
    for (const id of ['a', 'b', 'c']) await sendNotice(id);
    await start();
    await foldedAre('a', 'b', 'c');
    await stop();
    await commitGroupOffset(world.prefix, group, topic, partition, '1');
    await sendNotice('d');
    await start();
    await foldedAre('a', 'b', 'c', 'd');
  });

  it('is the oldest record there is where retention took what was not read', async () => {
    for (const id of ['a', 'b', 'c', 'd']) await sendNotice(id);
    await start();
    await foldedAre('a', 'b', 'c', 'd');
    await stop();
    for (const id of ['e', 'f', 'g']) await sendNotice(id);
    await deleteRecordsBefore(world.prefix, topic, [{ partition, offset: '6' }]);
    await start();
    await foldedAre('a', 'b', 'c', 'd', 'g');
  });

  it('is logged as an error and makes the app degraded where retention deleted what was not read', async () => {
    for (const id of ['a', 'b']) await sendNotice(id);
    await start();
    await foldedAre('a', 'b');
    await stop();
    for (const id of ['c', 'd', 'e', 'f']) await sendNotice(id);
    await deleteRecordsBefore(world.prefix, topic, [{ partition, offset: '5' }]);
    const lines: Record<string, unknown>[] = [];
    const running = await start('error', (line) => lines.push(JSON.parse(line) as Record<string, unknown>));
    await foldedAre('a', 'b', 'f');
    const described = expect.stringMatching(
      /Up to 3 messages of coupa\.notice\.v1 \(partition 0\) were deleted unread/,
    );
    expect(lines).toContainEqual(
      expect.objectContaining({ level: 'error', topic, partition, messages: '3', start: '5', msg: described }),
    );
    const ready = await fetch(`${running.url}/health/ready`, bearing);
    expect({ status: ready.status, body: await ready.json() }).toMatchObject({
      status: 200,
      body: { degraded: [described] },
    });
  });

  it('is the beginning of a topic that was made anew', async () => {
    for (const id of ['a', 'b', 'c']) await sendNotice(id);
    await start();
    await foldedAre('a', 'b', 'c');
    await stop();
    await remake();
    await sendNotice('new');
    await start();
    await foldedAre('a', 'b', 'c', 'new');
  });

  /** Field case: 13 of 40 orders stayed `Received` for good, as the new topic had grown past where the old one was read. */
  it('is the beginning of a topic that was made anew and has grown past the old offset, said loudly', async () => {
    for (const id of ['a', 'b', 'c']) await sendNotice(id);
    await start();
    await foldedAre('a', 'b', 'c');
    await stop();
    await remake();
    const anew = ['1', '2', '3', '4', '5', '6'];
    for (const id of anew) await sendNotice(id);
    const lines: Record<string, unknown>[] = [];
    const running = await start('error', (line) => lines.push(JSON.parse(line) as Record<string, unknown>));
    await foldedAre('a', 'b', 'c', ...anew);
    const described = expect.stringMatching(/^coupa\.notice\.v1 was deleted and made anew/);
    expect(lines).toContainEqual(
      expect.objectContaining({ level: 'error', topic, msg: expect.stringContaining('ALARM: coupa') }),
    );
    expect(await (await fetch(`${running.url}/health/ready`, bearing)).json()).toMatchObject({ degraded: [described] });
    const audit = await collect(world.prefix, 'audit.v1');
    const { value } = await audit.waitFor(({ value: line }) => line.action === 'topic-made-anew');
    await audit.stop();
    expect(value).toMatchObject({ summary: described, details: { topic } });
    await stop();
    await sendNotice('7');
    await start();
    await foldedAre('a', 'b', 'c', ...anew, '7');
  });

  it('is the beginning of a topic that was made anew while its consumer ran', async () => {
    for (const id of ['a', 'b', 'c']) await sendNotice(id);
    await start();
    await foldedAre('a', 'b', 'c');
    await remake();
    const anew = ['1', '2', '3', '4', '5', '6'];
    for (const id of anew) await sendNotice(id);
    await eventually(
      async () => {
        expect(new Set(await foldedKeys())).toEqual(new Set(['a', 'b', 'c', ...anew]));
        return true;
      },
      { withinMs: 40_000 },
    );
  }, 60_000);

  it('the offset in the group is up to date after a stop in order', async () => {
    for (const id of ['a', 'b', 'c']) await sendNotice(id);
    await start();
    await foldedAre('a', 'b', 'c');
    await stop();
    expect((await groupOffsets(world.prefix, group, [topic])).get(`${topic}/${partition}`)).toBe('3');
  });
});

describe('a database restored from a backup', () => {
  it('stops the app with a clear message before it folds anything again', async () => {
    for (const id of ['a', 'b', 'c', 'd']) await sendNotice(id);
    await start();
    await foldedAre('a', 'b', 'c', 'd');
    await stop();
    await world.query('UPDATE consumed SET next_offset = 2 WHERE topic = $1', [topic]);
    await world.query('DELETE FROM folded WHERE message_offset >= 2');
    await sendNotice('e');
    const running = await start();
    const failure = await running.failed;
    expect(failure.message).toMatch(/folded up to offset 4, and the database knows it only up to 2/);
    expect(failure.fix).toMatch(/delete the offsets of this group/);
    expect(await foldedKeys()).toEqual(['a', 'b']);
    const ready = await fetch(`${running.url}/health/ready`);
    expect(ready.status).toBe(503);
  });

  it('goes on where no record lies between', async () => {
    for (const id of ['a', 'b', 'c', 'd']) await sendNotice(id);
    await start();
    await foldedAre('a', 'b', 'c', 'd');
    await stop();
    await world.query('UPDATE consumed SET next_offset = 2 WHERE topic = $1', [topic]);
    await deleteRecordsBefore(world.prefix, topic, [{ partition, offset: '4' }]);
    await sendNotice('e');
    await start();
    await foldedAre('a', 'b', 'c', 'd', 'e');
  });
});
