import type { Priority } from '@sluice/shared/messages/command';
import { eventually } from '@sluice/testing/eventually';
import { describe, expect, test } from 'vitest';
import { orderRef, ReconcilerUnderTest } from '../../tests/reconciler-under-test.js';
import { decideToy, m3Destination, readFromM3, toyDomain, writeToM3, type ToyOrder } from '../../tests/toy-domain.js';
import { foldReplicaMessage } from '../fold/fold-replica-message.js';
import { foldOperatorCommand } from '../fold/fold-operator-command.js';
import { done, send, waiting, type View } from '../decision.js';
import { wakeForChangedKeys } from '../waiting/wake-waiting.js';

const sut = new ReconcilerUnderTest();
const second = 1_000;

/** Watches a unit, and shows how urgent the decision was. */
const watching = (more: (view: View<ToyOrder>) => { until?: string; untilPriority?: Priority } = () => ({})) =>
  toyDomain((view) => ({
    [m3Destination]: done('Posted', {
      watches: [view.lookup('mapping.v1', 'unit/EA').ref],
      because: { code: 'possible-duplicate', message: view.priority },
      ...more(view),
    }),
  }));

const shownPriority = async () => (await sut.status('1'))?.reason?.message;

const later = (view: View<ToyOrder>, ms: number): string => new Date(Date.parse(view.now) + ms).toISOString();

describe('a first load', () => {
  test('goes on at its priority until it is at rest, through outcomes and what is waited for', async () => {
    const m3Only = toyDomain((view) => ({ [m3Destination]: decideToy(view)[m3Destination] ?? done('Ignored') }));
    sut.start(m3Only);
    await sut.snapshot('1', 1, {}, 'first-load');
    await sut.shows('1', 'Waiting');
    await sut.mapping('EA', 1);
    const command = await sut.command(1);
    expect(command.priority).toBe('first-load');
    await sut.outcome('1', command, { result: 'expired' }, m3Only);
    const again = await sut.command(2);
    expect(again.priority).toBe('first-load');
    await sut.outcome('1', again, {}, m3Only);
    await sut.shows('1', 'Posted');

    // A person corrects the mapping weeks later.
    await foldRetry();
    await sut.mapping('EA', 2, 'PCS');
    await sut.snapshot('1', 2, {});
    expect((await sut.command(3)).priority).toBe('live');
  });

  test('sticks to no document: what wakes it later is live', async () => {
    await sut.mapping('EA', 1);
    sut.start(watching());
    await sut.snapshot('1', 1, {}, 'first-load');
    await eventually(async () => (await shownPriority()) === 'first-load');
    await sut.mapping('EA', 2);
    await eventually(async () => (await shownPriority()) === 'live');
  });

  test('hands its priority on by what it publishes: who watches that is no more urgent, who waits for it stays as urgent as it was', async () => {
    const change = (sequence: number, priority?: Priority) =>
      sut.database.transaction((tx) =>
        foldReplicaMessage(tx, {
          topic: 'mapping.v1',
          key: 'unit/EA',
          value: {
            table: 'unit',
            key: 'EA',
            value: { unit: `U${sequence}`, decimals: '0' },
            updatedAt: '2026-03-01T08:00:00.000Z',
            updatedBy: 'test',
          },
          envelope: { sequence, ...(priority && { priority }) },
        }),
      );
    const watched = watching();
    sut.start(
      toyDomain((view) => {
        const unit = view.lookup('mapping.v1', 'unit/EA');
        const because = { code: 'possible-duplicate', message: view.priority } as const;
        return view.document.id === '2' && unit.value === undefined
          ? { [m3Destination]: waiting([unit.ref], because) }
          : watched.decide(view);
      }),
    );
    await sut.snapshot('1', 1);
    await sut.snapshot('2', 1);
    await sut.shows('2', 'Waiting');
    await change(1, 'first-load');
    await eventually(async () => (await shownPriority()) === 'first-load');
    await sut.shows('2', 'Posted');
    expect((await sut.status('2'))?.reason?.message).toBe('live');
    await change(2, 'first-load');
    await eventually(async () => (await sut.status('2'))?.reason?.message === 'first-load');
    await change(3);
    await eventually(async () => (await shownPriority()) === 'live');
  });

  test('keeps nobody waiting: a command of it that a live change needs is asked for again, as urgent as that, once', async () => {
    const reading = toyDomain(() => ({ [m3Destination]: send(readFromM3('7001')) }));
    sut.start(reading);
    await sut.snapshot('1', 1, {}, 'first-load');
    const loaded = await sut.command(1);
    await sut.snapshot('1', 2, { quantity: '6' });
    const sooner = await sut.command(2);
    expect(sooner).toEqual({ ...loaded, priority: 'live' });
    expect(loaded.priority).toBe('first-load');
    await sut.snapshot('1', 3, { quantity: '7' }, 'first-load');
    await sut.snapshot('1', 4, { quantity: '8' });
    await eventually(() => sut.settled());
    expect(await sut.sent('m3.command', '1')).toHaveLength(2);
  });

  test('says so in what it publishes', async () => {
    sut.start(
      toyDomain(({ desired }) => ({
        [m3Destination]: done('Posted', {
          publish: [
            {
              topic: 'xref.supplier.v1',
              key: '17',
              value: {
                supplierId: '17',
                entries: [{ company: '100', number: desired?.quantity ?? '', blocked: false }],
              },
            },
          ],
        }),
      })),
    );
    const priorities = async () =>
      (
        await sut.query<{ priority: string | null }>(
          `SELECT headers->>'ce_slpriority' AS priority FROM outbox WHERE topic = 'xref.supplier.v1' ORDER BY id`,
        )
      ).map(({ priority }) => priority);
    await sut.snapshot('1', 1, {}, 'first-load');
    await eventually(async () => (await priorities()).length === 1);
    await sut.snapshot('1', 2, { quantity: '6' });
    await eventually(async () => (await priorities()).length === 2);
    expect(await priorities()).toEqual(['first-load', null]);
  });

  test('gives way to what comes in live meanwhile', async () => {
    await sut.mapping('EA', 1);
    await sut.snapshot('1', 1, {}, 'first-load');
    await sut.snapshot('1', 2, { quantity: '6' });
    sut.start();
    expect((await sut.command(1)).priority).toBe('live');
  });

  test('that a person asks for is seen by the document as an answer, and once', async () => {
    const seen: { priority: string; answers: unknown }[] = [];
    const domain = toyDomain((view) => {
      seen.push({ priority: view.priority, answers: view.answers('load') });
      return { [m3Destination]: done('Posted') };
    });
    sut.start(domain);
    await sut.snapshot('1', 1);
    await sut.shows('1', 'Posted');
    const at = '2026-03-01T08:00:00.000Z';
    const load = () =>
      sut.database.transaction((tx) =>
        foldOperatorCommand(tx, sut.database, { action: 'load', document: orderRef('1'), by: 'ada', at }, domain),
      );
    await load();
    await eventually(() => seen.length === 2);
    await load();
    await eventually(() => sut.settled());
    expect(seen).toEqual([
      { priority: 'live', answers: [] },
      { priority: 'first-load', answers: [{ answer: 'all', by: 'ada', isProven: false, at }] },
    ]);
  });
});

const foldRetry = () =>
  sut.database.transaction((tx) =>
    foldOperatorCommand(
      tx,
      sut.database,
      { action: 'retry', document: orderRef('1'), by: 'ada', at: new Date().toISOString() },
      toyDomain(),
    ),
  );

/** Wants to be decided again after a while, and then sends. */
const timed = (untilMs: number) => {
  const seen: string[] = [];
  const domain = toyDomain((view) => {
    seen.push(view.priority);
    const until = seen.length === 1 ? { until: later(view, untilMs), untilPriority: 'first-load' as const } : {};
    return {
      [m3Destination]: seen.length === 1 ? done('Posted', until) : send(writeToM3({ decided: seen.length })),
    };
  });
  return { seen, domain };
};

describe('what is due only by time', () => {
  test('is decided as urgently as the decision said that set the time, and its commands carry that', async () => {
    const { seen, domain } = timed(0);
    sut.start(domain);
    await sut.snapshot('1', 1);
    const command = await sut.command(1);
    expect(seen).toEqual(['live', 'first-load']);
    expect(command.priority).toBe('first-load');
    await sut.outcome('1', command, { result: 'expired' }, domain);
    expect((await sut.command(2)).priority).toBe('first-load');
  });

  test('is no more urgent than the command on its way, where nothing else was said', async () => {
    const seen: string[] = [];
    const domain = toyDomain((view) => {
      seen.push(view.priority);
      return { [m3Destination]: send(readFromM3('7001'), seen.length === 1 ? { until: later(view, 0) } : {}) };
    });
    sut.start(domain);
    await sut.snapshot('1', 1, {}, 'first-load');
    await eventually(() => seen.length === 2);
    await eventually(() => sut.settled());
    expect(seen).toEqual(['first-load', 'first-load']);
    expect(await sut.sent('m3.command', '1')).toHaveLength(1);
  });

  test.each([
    ['before', 3_600 * second],
    ['when', -second],
  ])('is decided live where something else makes it due %s its time has come', async (_when, untilMs) => {
    const { seen, domain } = timed(untilMs);
    const loops = sut.start(domain, { pollMs: 100 }, { processes: 1 });
    await sut.snapshot('1', 1);
    await eventually(() => seen.length === 1);
    await Promise.all(loops.map((loop) => loop.stop()));
    await sut.query(`UPDATE document SET due_at = now() WHERE due_at < now() + interval '1 minute'`);
    await sut.snapshot('1', 2);
    sut.start(domain);
    expect((await sut.command(1)).priority).toBe('live');
  });

  test('is decided live where a key wakes it whose time has come already', async () => {
    const domain = watching((view) => ({ until: later(view, 3_600 * second), untilPriority: 'first-load' }));
    const loops = sut.start(domain);
    await sut.snapshot('1', 1, {}, 'replay');
    await eventually(async () => (await shownPriority()) === 'replay');
    await Promise.all(loops.map((loop) => loop.stop()));
    await sut.query(`UPDATE document SET due_at = now()`);
    await sut.mapping('EA', 1);
    await wakeForChangedKeys(sut.database);
    sut.start(domain);
    await eventually(async () => (await shownPriority()) === 'live');
  });
});
