import { createLogger } from '@sluice/runtime/logging/logger';
import { otlpTracing } from '@sluice/runtime/tracing/otlp-tracing';
import { eventually } from '@sluice/testing/eventually';
import { traceCollector } from '@sluice/testing/trace-collector';
import { describe, expect, test } from 'vitest';
import { orderRef, ReconcilerUnderTest } from '../../tests/reconciler-under-test.js';
import { decideToy, m3Destination, toyDomain, toyOrder } from '../../tests/toy-domain.js';
import { done } from '../decision.js';
import { foldSnapshot } from '../fold/fold-snapshot.js';

const sut = new ReconcilerUnderTest();

/** Answers every command once, as a gateway that finds nothing wrong would. */
async function answerAll(id: string): Promise<void> {
  for (const topic of ['m3.command', 'coupa.command'])
    for (const command of await sut.sent(topic, id)) await sut.outcome(id, command);
}

describe('one way through', () => {
  test('an order becomes a command, and its outcome a status: after its own outcome it is done', async () => {
    await sut.mapping('EA', 1);
    sut.start();
    await sut.snapshot('1', 10);
    const command = await sut.command(1);
    expect(command).toMatchObject({
      destination: m3Destination,
      company: '100',
      priority: 'live',
      steps: [{ id: 'add-lines' }],
    });
    expect(await sut.status('1')).toMatchObject({ title: 'PO 7001', status: 'In progress' });

    await sut.outcome('1', command);
    await sut.outcome('1', await sut.command(1, 'coupa.command'));
    await eventually(async () => (await sut.status('1'))?.status === 'Posted');
    await eventually(() => sut.settled());
    expect(await sut.sent('m3.command', '1')).toHaveLength(1);
    expect(await sut.sent('coupa.command', '1')).toHaveLength(1);
    const history = await sut.sent<{ action: string }>('audit.v1', '1');
    expect(history.map(({ action }) => action)).toEqual(
      expect.arrayContaining(['command-sent', 'decided', 'command-sent', 'decided']),
    );
  });

  test('the same message twice, late or out of order changes nothing', async () => {
    await sut.mapping('EA', 1);
    sut.start();
    await sut.snapshot('1', 10, { quantity: '5' });
    await eventually(async () => (await sut.sent('m3.command', '1')).length === 1);
    await answerAll('1');
    await eventually(async () => (await sut.sent('coupa.command', '1')).length === 1);
    await answerAll('1');
    await eventually(async () => (await sut.status('1'))?.status === 'Posted');
    const before = await sut.query(`SELECT topic, key, value FROM outbox ORDER BY id`);
    const kept = `SELECT sequence, desired, removed FROM document`;
    const documentBefore = await sut.query(kept);

    await sut.snapshot('1', 10, { quantity: '5' });
    await sut.snapshot('1', 9, { quantity: '4' });
    await answerAll('1');
    await sut.mapping('EA', 1, 'CHANGED');
    await eventually(() => sut.settled());
    expect(await sut.query(kept)).toEqual(documentBefore);
    expect(await sut.query(`SELECT topic, key, value FROM outbox ORDER BY id`)).toEqual(before);
  });

  test('revisions that arrive together are one decision', async () => {
    await sut.mapping('EA', 1);
    for (let revision = 1; revision <= 10; revision += 1)
      await sut.snapshot('1', revision, { quantity: `${revision}` });
    sut.start();
    await eventually(async () => (await sut.status('1'))?.status === 'In progress');
    await eventually(() => sut.settled());
    expect(await sut.sent('m3.command', '1')).toHaveLength(1);
    const destinations = await sut.query<{ target: unknown }>(`SELECT in_flight->'target' AS target FROM destination`);
    expect(destinations).toEqual([{ target: { number: '7001', unit: 'MEA', quantity: '10' } }]);
  });

  test('a destination does not hold up the other', async () => {
    await sut.mapping('EA', 1);
    sut.start();
    await sut.snapshot('1', 1);
    await eventually(async () => (await sut.sent('m3.command', '1')).length === 1);
    await answerAll('1');
    // Coupa never answers; the change is sent to M3 all the same.
    await eventually(async () => (await sut.sent('coupa.command', '1')).length === 1);
    await sut.snapshot('1', 2, { quantity: '6' });
    await eventually(async () => (await sut.sent('m3.command', '1')).length === 2);
    expect(await sut.sent('coupa.command', '1')).toHaveLength(1);
  });
});

describe('what leaves', () => {
  test('carries on the trace of the message that caused it', async () => {
    const trace = '4bf92f3577b34da6a3ce929d0e0e4736';
    const cause = {
      id: '01890000-0000-7000-8000-000000000001',
      source: '/sluice/coupa-gateway',
      type: 'coupa.purchase-order.v1',
      time: '2026-03-01T08:00:00.000Z',
      traceparent: `00-${trace}-00f067aa0ba902b7-01`,
    };
    const snapshot = { body: toyOrder(), fetchedAt: cause.time };
    await sut.mapping('EA', 1);
    await sut.database.transaction((tx) =>
      foldSnapshot(tx, { document: orderRef('1'), sequence: 1, snapshot, priority: 'live', cause }),
    );
    sut.start();
    await sut.shows('1', 'In progress');
    const rows = await sut.query<{ traceparent: string }>(`SELECT headers->>'traceparent' AS traceparent FROM outbox`);
    expect(rows.length).toBeGreaterThan(2);
    for (const { traceparent } of rows) expect(traceparent).toContain(trace);
  });

  test('is a span of what made the document due, and what leaves comes from it', async () => {
    const collector = await traceCollector();
    const tracing = otlpTracing({
      otlpEndpoint: collector.url,
      serviceName: 'test',
      logger: createLogger('test', 'silent'),
    });
    const cause = {
      id: '01890000-0000-7000-8000-00000000000a',
      source: '/sluice/coupa-gateway',
      type: 'coupa.purchase-order.v1',
      time: '2026-03-01T08:00:00.000Z',
      traceparent: `00-${'ab'.repeat(16)}-${'cd'.repeat(8)}-01`,
    };
    const snapshot = { body: toyOrder(), fetchedAt: cause.time };
    await sut.mapping('EA', 1);
    await sut.database.transaction((tx) =>
      foldSnapshot(tx, { document: orderRef('1'), sequence: 1, snapshot, priority: 'live', cause }),
    );
    sut.start(toyDomain(), {}, { tracing });
    await sut.shows('1', 'In progress');
    await eventually(() => sut.settled());
    await tracing.stop();
    await collector.close();
    const [span, ...others] = collector.spans();
    expect(others).toEqual([]);
    expect(span).toMatchObject({
      name: 'decide purchase-order',
      traceId: 'ab'.repeat(16),
      parentSpanId: 'cd'.repeat(8),
      attributes: { 'sluice.document': 'purchase-order/1', 'sluice.outcome': 'In progress' },
    });
    const [command] = await sut.query<{ traceparent: string }>(
      `SELECT headers->>'traceparent' AS traceparent FROM outbox WHERE topic LIKE 'm3.command.%'`,
    );
    expect(command?.traceparent).toBe(`00-${'ab'.repeat(16)}-${span?.spanId}-01`);
  });

  test('publishes what follows from what is known, once', async () => {
    const value = { supplierId: '17', entries: [{ company: '100', number: 'S17', blocked: false }] };
    sut.start(
      toyDomain(() => ({
        [m3Destination]: done('Posted', { publish: [{ topic: 'xref.supplier.v1', key: '17', value }] }),
      })),
    );
    await sut.snapshot('1', 1);
    await sut.shows('1', 'Posted');
    await sut.snapshot('1', 2);
    await eventually(() => sut.settled());
    expect(await sut.sent('xref.supplier.v1')).toEqual([value]);
    expect(await sut.sent('status.v1', '1')).toHaveLength(1);
  });
});

describe('two loops at once', () => {
  test('messages of one document leave in the order of its decisions, and a destination has one command alive', async () => {
    await sut.mapping('EA', 1);
    sut.start(toyDomain((view) => ({ [m3Destination]: decideToy(view)[m3Destination] ?? done('Ignored') })));
    const ids = ['a', 'b', 'c', 'd'];
    const lastRevision = 12;
    await Promise.all(
      ids.map(async (id) => {
        for (let revision = 1; revision <= lastRevision; revision += 1)
          await sut.snapshot(id, revision, { quantity: `${revision}` });
      }),
    );
    const answered = new Set<string>();
    let mostAlive = 0;
    await eventually(
      async () => {
        for (const id of ids) {
          const commands = await sut.sent('m3.command', id);
          const alive = commands.filter(({ commandId, withdraw }) => !withdraw && !answered.has(commandId));
          mostAlive = Math.max(mostAlive, alive.length);
          for (const command of alive) {
            answered.add(command.commandId);
            await sut.outcome(id, command);
          }
        }
        const ends = await Promise.all(ids.map((id) => sut.status(id)));
        return (await sut.settled()) && ends.every((end) => end?.status === 'Posted');
      },
      { withinMs: 30_000 },
    );
    expect(mostAlive).toBe(1);
    for (const id of ids) {
      const commands = (await sut.sent('m3.command', id)).filter(({ withdraw }) => !withdraw);
      const moments = commands.map(({ decidedAt }) => decidedAt);
      expect(moments).toEqual(moments.toSorted());
      const sequences = await sut.query<{ sequence: number }>(
        `SELECT (headers->>'ce_sequence')::bigint::float8 AS sequence FROM outbox
         WHERE topic = 'status.v1' AND key = $1 ORDER BY id`,
        [`purchase-order/${id}`],
      );
      const order = sequences.map(({ sequence }) => sequence);
      expect(order).toEqual(order.toSorted((left, right) => left - right));
      expect(new Set(order).size).toBe(order.length);
    }
    const destinations = await sut.query<{ acknowledged: { quantity: string } }>(
      `SELECT acknowledged FROM destination`,
    );
    expect(destinations.map(({ acknowledged }) => acknowledged.quantity)).toEqual(ids.map(() => `${lastRevision}`));
  });

  test('each due document is decided once, by one of them', async () => {
    const decided: string[] = [];
    const domain = toyDomain((view) => {
      decided.push(view.document.id);
      return { [m3Destination]: done('Ignored') };
    });
    await sut.query(
      `INSERT INTO document (type, id, due_at) SELECT 'purchase-order', n::text, now() FROM generate_series(1, 200) AS n`,
    );
    sut.start(domain);
    await eventually(() => sut.settled());
    await eventually(async () => (await sut.sent('status.v1')).length === 200);
    expect(decided.toSorted()).toEqual(Array.from({ length: 200 }, (_, index) => `${index + 1}`).toSorted());
  });
});
