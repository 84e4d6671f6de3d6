import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '@sluice/testing/eventually';
import { send } from '@sluice/testing/kafka';
import { tcpProxy, type TcpProxy } from '@sluice/testing/tcp-proxy';
import { startToy } from '@sluice/testing/toys/toy-app';
import { toyWorld, type ToyWorld } from '@sluice/testing/toys/toy-world';
import type { RunningApp } from '../start-app.js';

/** The least that a broker allows; the toy's time scale asks for less. */
const sessionTimeoutMs = 6_000;

let world: ToyWorld;
let proxy: TcpProxy;
let first: RunningApp;

const notice = (id: string) => ({
  document: { type: 'supplier' as const, id },
  reason: 'webhook' as const,
  noticedAt: '2026-01-05T08:00:00.000Z',
});
const sendMany = async (name: string, count: number): Promise<string[]> => {
  const keys = Array.from({ length: count }, (_, index) => `supplier/${name}-${index}`);
  for (const key of keys) await send(world.prefix, 'coupa.notice.v1', key, notice(key));
  return keys;
};
const allFoldedOnce = (keys: readonly string[]) =>
  eventually(
    async () => {
      const rows = await world.query<{ key: string; count: string }>(
        'SELECT key, count(*) FROM folded WHERE key = ANY($1) GROUP BY key',
        [keys],
      );
      expect(rows).toHaveLength(keys.length);
      return rows;
    },
    { withinMs: 40_000 },
  );
const longerThanASession = () => {
  const begun = performance.now();
  return eventually(() => performance.now() - begun > sessionTimeoutMs + 1_500, { withinMs: 20_000 });
};
const readiness = async (app: RunningApp): Promise<number> => (await fetch(`${app.url}/health/ready`)).status;

beforeAll(async () => {
  world = await toyWorld('po-sync');
  const { host } = new URL(world.databaseUrl);
  proxy = await tcpProxy(host);
  const throughProxy = new URL(world.databaseUrl);
  throughProxy.host = proxy.address;
  first = await startToy('po-sync', world.environment({ DATABASE_URL: throughProxy.toString() }));
});

afterAll(async () => {
  proxy?.resume();
  await first?.stop();
  await proxy?.close();
  await world?.end();
});

describe('Postgres away for longer than a session time-out', () => {
  it('and refusing connections: the message waits in place, readiness is red, nothing is lost or folded twice', async () => {
    await allFoldedOnce(await sendMany('before', 4));
    proxy.cut();
    const keys = await sendMany('cut', 6);
    await eventually(async () => (await readiness(first)) === 503);
    await longerThanASession();
    proxy.resume();
    const rows = await allFoldedOnce(keys);
    expect(rows.every((row) => row.count === '1')).toBe(true);
    await eventually(async () => (await readiness(first)) === 200);
  });

  it('and silent, as behind a dead network: the same', async () => {
    proxy.stall();
    const keys = await sendMany('stalled', 6);
    await longerThanASession();
    proxy.resume();
    const rows = await allFoldedOnce(keys);
    expect(rows.every((row) => row.count === '1')).toBe(true);
  });

  it('and across a rebalance: the waiting member gives its messages back, and another may fold them', async () => {
    proxy.cut();
    const keys = await sendMany('rebalance', 10);
    const second = await startToy('po-sync', world.environment());
    try {
      const more = await sendMany('rebalanced', 10);
      // The second member folds its share while the first one waits.
      await eventually(
        async () => (await world.query(`SELECT 1 FROM folded WHERE key LIKE 'supplier/rebalance%'`)).length > 0,
      );
      await longerThanASession();
      proxy.resume();
      const rows = await allFoldedOnce([...keys, ...more]);
      expect(rows.every((row) => row.count === '1')).toBe(true);
    } finally {
      await second.stop();
    }
    await allFoldedOnce(await sendMany('after', 6));
  });
});
