import { eventually } from '@sluice/testing/eventually';
import { describe, expect, test } from 'vitest';
import { ReconcilerUnderTest } from '../../tests/reconciler-under-test.js';
import { m3Destination, toyDomain } from '../../tests/toy-domain.js';
import { done, inProgress } from '../decision.js';

const sut = new ReconcilerUnderTest();

describe('the loop', () => {
  test('decides again at the moment asked for, and not before', async () => {
    const moments: number[] = [];
    const wait = 400;
    const domain = toyDomain((view) => {
      moments.push(Date.parse(view.now));
      if (moments.length > 1) return { [m3Destination]: done('Posted') };
      const until = new Date(Date.parse(view.now) + wait).toISOString();
      return { [m3Destination]: inProgress({ code: 'order-in-m3-batch', message: 'M3 is at work' }, until) };
    });
    sut.start(domain);
    await sut.snapshot('1', 1);
    await eventually(async () => (await sut.status('1'))?.status === 'In progress');
    await eventually(async () => (await sut.status('1'))?.status === 'Posted');
    expect(moments).toHaveLength(2);
    const [first = 0, second = 0] = moments;
    expect(second - first).toBeGreaterThanOrEqual(wait);
  });

  test('live documents go first, and two of ten claims keep the others from starving', async () => {
    const decided: string[] = [];
    const domain = toyDomain((view) => {
      decided.push(view.priority);
      return { [m3Destination]: done('Ignored') };
    });
    const insert = `INSERT INTO document (type, id, priority, due_at)
      SELECT 'purchase-order', $1 || n, $2, now() - $3 * interval '1 minute' FROM generate_series(1, 20) AS n`;
    await sut.query(insert, ['live-', 0, 1]);
    await sut.query(insert, ['replay-', 1, 60]);
    sut.start(domain, {}, { processes: 1, concurrency: 1 });
    await eventually(() => sut.settled());
    const [live, replay] = ['live', 'replay'];
    expect(decided.slice(0, 10)).toEqual([live, live, live, live, replay, live, live, live, live, replay]);
  });

  test('stopping finishes the document at hand', async () => {
    await sut.snapshot('1', 1);
    const hold = await sut.holdBeforeCommit('1');
    const [loop] = sut.start(toyDomain(), {}, { processes: 1 });
    await hold.untilHeld();
    let stopped = false;
    const stopping = loop?.stop().then(() => {
      stopped = true;
    });
    await sut.query('SELECT 1');
    expect(stopped).toBe(false);
    await hold.release();
    await stopping;
    expect(await sut.status('1')).toMatchObject({ status: 'Waiting' });
  });

  test('a key that arrives in the very moment of waiting is not missed', async () => {
    await sut.snapshot('1', 1);
    const hold = await sut.holdBeforeCommit('1');
    sut.start();
    // The loop has looked and found nothing, and has not committed that it waits.
    await hold.untilHeld();
    await sut.mapping('EA', 1);
    expect(await sut.query(`SELECT FROM changed_key`)).toEqual([]);
    await hold.release();
    await eventually(async () => (await sut.sent('m3.command', '1')).length === 1);
  });

  test('a connection lost in mid-decision leaves no mark: the document is decided again', async () => {
    await sut.snapshot('1', 1);
    const hold = await sut.holdBeforeCommit('1');
    sut.start();
    await hold.untilHeld();
    await sut.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
       WHERE datname = current_database() AND wait_event_type = 'Lock'`,
    );
    await hold.release();
    await eventually(async () => (await sut.status('1'))?.status === 'Waiting');
    expect(await sut.sent('status.v1', '1')).toHaveLength(1);
    expect(await sut.query(`SELECT FROM document WHERE stuck IS NOT NULL`)).toEqual([]);
  });

  test('rests while nothing is due: its own queries do not wake it', async () => {
    sut.start(toyDomain(), { pollMs: 600_000 });
    await sut.snapshot('1', 1);
    await eventually(async () => (await sut.status('1'))?.status === 'Waiting');
    await eventually(async () => (await idleState())[0]?.idle);
  });
});

/** Whether no connection but this one has run a statement for a while. */
const idleState = () =>
  sut.query<{ idle: boolean }>(
    `SELECT bool_and(state = 'idle' AND state_change < clock_timestamp() - interval '300 ms') AS idle
     FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()`,
  );
