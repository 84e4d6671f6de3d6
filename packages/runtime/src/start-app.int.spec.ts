import kafkajs, { type Consumer } from 'kafkajs';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { testServices } from '@sluice/testing/config';
import { eventually } from '@sluice/testing/eventually';
import { freePort } from '@sluice/testing/free-port';
import { createTopics, deleteTopic, groupOffsets, send } from '@sluice/testing/kafka';
import { socketsThrough, tcpProxy, type TcpProxy } from '@sluice/testing/tcp-proxy';
import { keepMessage, startToy, toyWork } from '@sluice/testing/toys/toy-app';
import { toyWorld, type ToyWorld } from '@sluice/testing/toys/toy-world';
import { groupOf } from './kafka/names.js';
import type { Background } from './app-parts.js';
import { shutdown } from './shutdown.js';
import type { RunningApp } from './start-app.js';

let world: ToyWorld;

const notice = (id: string) => ({
  document: { type: 'supplier' as const, id },
  reason: 'webhook' as const,
  noticedAt: '2026-01-05T08:00:00.000Z',
});
const bearing = { headers: { authorization: 'Bearer a-token-for-tests-only' } };
const ask = async (app: Pick<RunningApp, 'url'>, path: string, init: RequestInit = bearing) => {
  const answer = await fetch(`${app.url}${path}`, init);
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
};

beforeAll(async () => {
  world = await toyWorld('po-sync');
});
afterAll(() => world?.end());

describe('an app', () => {
  it('reports live, ready and started, and its metrics', async () => {
    const app = await startToy('po-sync', world.environment());
    try {
      expect(await ask(app, '/health/live')).toMatchObject({ status: 200, body: { live: true } });
      expect(await ask(app, '/health/startup')).toMatchObject({ status: 200, body: { started: true } });
      await eventually(async () => expect((await ask(app, '/health/ready')).status).toBe(200));
      expect((await ask(app, '/health/ready')).body).toMatchObject({
        checks: ['postgres', 'schema', 'topics', 'producer'].map((name) => ({ name, ok: true })),
      });
      const figures = await (await fetch(`${app.url}/metrics`, bearing)).text();
      expect(figures).toMatch(/sluice_relay_leader\{app="po-sync"\} 1/);
    } finally {
      await app.stop();
    }
  });

  it('waits, alive and not ready, for a topic that is missing, and starts by itself once it is there', async () => {
    await deleteTopic(world.prefix, 'mapping.v1');
    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    const starting = startToy('po-sync', world.environment({ PORT: String(port) }));
    await eventually(async () => {
      const ready = await ask({ url }, '/health/ready');
      expect(ready.status).toBe(503);
      expect(JSON.stringify(ready.body)).toContain('mapping.v1 is missing');
      return true;
    });
    // Descriptions of problems are for bearers of the token only.
    const answered = await ask({ url }, '/health/ready', {});
    expect(answered.status).toBe(503);
    expect(answered.body['checks']).toContainEqual({ name: 'topics', ok: false });
    expect(JSON.stringify(answered.body)).not.toContain('mapping.v1');
    expect((await ask({ url }, '/health/live')).status).toBe(200);
    expect((await ask({ url }, '/health/startup')).status).toBe(503);
    await createTopics(world.prefix, ['mapping.v1']);
    const app = await starting;
    expect((await ask(app, '/health/startup')).status).toBe(200);
    await app.stop();
  });

  it('that reads no topic starts and stays ready without Kafka, and reports what waits for it', async () => {
    const away = await tcpProxy(testServices().kafkaBrokers[0] ?? '');
    away.cut();
    const environment = world.environment({ KAFKA_BROKERS: away.address, LOG_LEVEL: 'silent' });
    const app = await startToy('po-sync', environment, undefined, { work: () => ({}) });
    try {
      const askedAt = performance.now();
      const { status, body } = await ask(app, '/health/ready');
      // An orchestrator that gets no answer within a second takes the app for dead.
      expect(performance.now() - askedAt).toBeLessThan(1_000);
      expect({ status, started: (await ask(app, '/health/startup')).status }).toEqual({ status: 200, started: 200 });
      expect(body).toMatchObject({ ready: true, checks: [{ name: 'postgres' }, { name: 'schema' }] });
      expect(body['degraded']).toEqual([expect.stringMatching(/^topics: /), expect.stringMatching(/^producer: /)]);
    } finally {
      await app.stop();
      await away.close();
    }
  });

  it('is degraded while a message is left that Kafka refuses', async () => {
    const app = await startToy('po-sync', world.environment());
    const degraded = async () => (await ask(app, '/health/ready')).body['degraded'];
    try {
      await eventually(async () => expect(await degraded()).toEqual([]));
      await world.query(
        `INSERT INTO outbox_refused (id, topic, key, value, headers, created_at, reason)
         VALUES (1, 'audit.v1', 'too-large', '{}', '{}', now(), 'the message is too large')`,
      );
      expect(await degraded()).toEqual([expect.stringMatching(/^audit\.v1 too-large .*the message is too large/)]);
      await world.query(`DELETE FROM outbox_refused`);
      expect(await degraded()).toEqual([]);
    } finally {
      await app.stop();
    }
  });

  it('tells how long the oldest message waits to be published, and names it once that is too long', async () => {
    const away = await tcpProxy(testServices().kafkaBrokers[0] ?? '');
    away.cut();
    const environment = world.environment({ KAFKA_BROKERS: away.address, LOG_LEVEL: 'silent' });
    const app = await startToy('po-sync', environment, undefined, { work: () => ({}) });
    const oldestSeconds = async () => Number((await figuresOf(app)).match(/outbox_oldest_seconds\{[^}]*\} (\S+)/)?.[1]);
    const degraded = async () => (await ask(app, '/health/ready')).body['degraded'];
    try {
      expect(await oldestSeconds()).toBe(0);
      const message = `('audit.v1', 'purchase-order/2400', '{}', '{}', now() - interval '10 s')`;
      await world.query(`INSERT INTO outbox (topic, key, value, headers, created_at) VALUES ${message}`);
      expect(await oldestSeconds()).toBeGreaterThanOrEqual(10);
      const described = expect.stringMatching(/^purchase-order\/2400 waits to be published since 20/);
      expect(await degraded()).not.toContainEqual(described);
      await world.query(`UPDATE outbox SET created_at = now() - interval '1 h'`);
      expect(await degraded()).toContainEqual(described);
    } finally {
      await world.query('DELETE FROM outbox');
      await app.stop();
      await away.close();
    }
  });

  it('waits for a schema that is behind', async () => {
    const [row] = await world.query<{ name: string }>(`DELETE FROM migrations WHERE name LIKE 'toy-%' RETURNING name`);
    const port = await freePort();
    const starting = startToy('po-sync', world.environment({ PORT: String(port) }));
    await eventually(async () => {
      const ready = await ask({ url: `http://127.0.0.1:${port}` }, '/health/ready');
      expect(JSON.stringify(ready.body)).toContain(`lacks ${row?.name}; run \`sluice migrate\``);
      return true;
    });
    await world.query(`INSERT INTO migrations (timestamp, name) VALUES (1790000999000, $1)`, [row?.name]);
    await (await starting).stop();
  });

  it('finishes the message under way when it stops, and commits its offset to the group', async () => {
    const begun = Promise.withResolvers<void>();
    const go = Promise.withResolvers<void>();
    const app = await startToy('po-sync', world.environment(), async (tx, message) => {
      begun.resolve();
      await go.promise;
      await keepMessage(tx, message);
      await tx.query(`SELECT 1`);
    });
    const { partition, offset } = await send(world.prefix, 'coupa.notice.v1', 'supplier/slow', notice('slow'));
    await begun.promise;
    const stopped = app.stop();
    go.resolve();
    await stopped;
    expect(await world.folded('supplier/slow')).toHaveLength(1);
    const offsets = await groupOffsets(world.prefix, `${world.prefix}sluice.po-sync`, ['coupa.notice.v1']);
    expect(offsets.get(`coupa.notice.v1/${partition}`)).toBe(String(Number(offset) + 1));
    await expect(fetch(`${app.url}/health/live`)).rejects.toThrow();
  });

  it('publishes what its last fold wrote before it stops', async () => {
    const app = await startToy('po-sync', world.environment(), async (tx, message) => {
      await tx.query(`INSERT INTO outbox (topic, key, value, headers) VALUES ('audit.v1', $1, '{}', '{}')`, [
        message.key,
      ]);
    });
    await send(world.prefix, 'coupa.notice.v1', 'supplier/last', notice('last'));
    await eventually(
      async () => Number((await figuresOf(app)).match(/received_total\{[^}]*folded[^}]*\} (\d+)/)?.[1]) > 0,
    );
    await app.stop();
    expect(await world.query('SELECT 1 FROM outbox')).toEqual([]);
  });

  it('logs each message in one line, with the trace that it belongs to', async () => {
    const lines: Record<string, unknown>[] = [];
    const logDestination = { write: (line: string) => void lines.push(JSON.parse(line) as Record<string, unknown>) };
    const app = await startToy('po-sync', world.environment({ LOG_LEVEL: 'info' }), keepMessage, { logDestination });
    const trace = 'ab'.repeat(16);
    const { envelope, partition, offset } = await send(
      world.prefix,
      'coupa.notice.v1',
      'supplier/logged',
      notice('logged'),
      {
        traceparent: `00-${trace}-${'cd'.repeat(8)}-01`,
      },
    );
    await eventually(() => lines.some(({ key }) => key === 'supplier/logged'));
    await app.stop();
    expect(lines.filter(({ key }) => key === 'supplier/logged')).toEqual([
      expect.objectContaining({
        level: 'info',
        app: 'po-sync',
        msg: 'message folded',
        topic: 'coupa.notice.v1',
        partition,
        offset,
        eventId: envelope.id,
        traceId: trace,
        ageMs: expect.any(Number),
        durationMs: expect.any(Number),
      }),
    ]);
  });

  it('runs beside another of its kind in one process, with nothing shared', async () => {
    const first = await startToy('po-sync', world.environment());
    const second = await startToy('po-sync', world.environment());
    await first.stop();
    await send(world.prefix, 'coupa.notice.v1', 'supplier/beside', notice('beside'));
    await eventually(async () => (await world.folded('supplier/beside')).length === 1);
    await second.stop();
  });

  it('names every wrong setting at once', () => {
    expect(() => startToy('po-sync', { PORT: 'many', LOG_LEVEL: 'loud' })).toThrow(
      /KAFKA_BROKERS[\s\S]*DATABASE_URL[\s\S]*PORT/,
    );
  });

  describe('while its group waits for a member that died', () => {
    let proxy: TcpProxy;
    let dead: Consumer;
    const noted: string[] = [];
    const work = (begun: () => void): Background => ({
      name: 'work',
      start: begun,
      async stop() {
        noted.push('background stopped');
      },
    });

    beforeEach(async () => {
      proxy = await tcpProxy(testServices().kafkaBrokers[0] ?? '');
      const kafka = new kafkajs.Kafka({
        brokers: testServices().kafkaBrokers,
        socketFactory: socketsThrough(proxy),
        logLevel: kafkajs.logLevel.NOTHING,
      });
      dead = kafka.consumer({ groupId: groupOf(world.prefix, 'po-sync'), sessionTimeout: 6_000 });
      const joined = Promise.withResolvers<unknown>();
      dead.on('consumer.group_join', joined.resolve);
      await dead.subscribe({ topics: [`${world.prefix}mapping.v1`] });
      await dead.run({ eachMessage: async () => undefined });
      await joined.promise;
      proxy.stall();
    });
    afterEach(async () => {
      await proxy.close();
      await dead.disconnect().catch(() => undefined);
    });

    it('does its work', async () => {
      const begun = Promise.withResolvers<void>();
      const port = await freePort();
      const starting = startToy('po-sync', world.environment({ PORT: String(port) }), keepMessage, {
        work: () => ({ ...toyWork(keepMessage), background: [work(begun.resolve)] }),
      });
      await begun.promise;
      expect(await ask({ url: `http://127.0.0.1:${port}` }, '/health/startup')).toMatchObject({ status: 503 });
      await (await starting).stop();
    });

    /** Otherwise a gateway that is told to end while it joins drops the requests that it has sent. */
    it('ends its work in order when the process is told to end', async () => {
      const begun = Promise.withResolvers<void>();
      const ending = new AbortController();
      noted.length = 0;
      const port = await freePort();
      const starting = shutdown.run(ending.signal, () =>
        startToy('po-sync', world.environment({ PORT: String(port) }), keepMessage, {
          work: () => ({ ...toyWork(keepMessage), background: [work(begun.resolve)] }),
        }),
      );
      await begun.promise;
      // By the time that it has answered it is joining.
      await ask({ url: `http://127.0.0.1:${port}` }, '/health/startup');
      const toldAt = performance.now();
      ending.abort();
      await (await starting).stop();
      expect(noted).toEqual(['background stopped']);
      expect(performance.now() - toldAt).toBeLessThan(4_000);
    });
  });

  it('releases everything when its port is taken', async () => {
    const app = await startToy('po-sync', world.environment());
    const { port } = new URL(app.url);
    await expect(startToy('po-sync', world.environment({ PORT: port }))).rejects.toThrow(/EADDRINUSE/);
    await app.stop();
    await eventually(async () => {
      const sessions = await world.query(
        `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() AND application_name LIKE 'sluice%'`,
      );
      return sessions.length === 0;
    });
  });
});

const figuresOf = async (app: RunningApp): Promise<string> => (await fetch(`${app.url}/metrics`, bearing)).text();
