import { eventually } from '@sluice/testing/eventually';
import { describe, expect, test } from 'vitest';
import { ReconcilerUnderTest } from '../../tests/reconciler-under-test.js';
import { decideToy, m3Destination, readFromM3, toyDomain, type ToyOrder } from '../../tests/toy-domain.js';
import { foldReplicaMessage } from '../fold/fold-replica-message.js';
import { done, send, waiting, type Domain } from '../decision.js';
import { wakeForChangedKeys, wakeWaiting } from './wake-waiting.js';

const sut = new ReconcilerUnderTest();
const hourMs = 60 * 60_000;

const waitForUnit = `
  WITH made AS (
    INSERT INTO document (type, id) SELECT 'purchase-order', n::text FROM generate_series(1, $1) AS n RETURNING type, id
  )
  INSERT INTO waiting (type, id, destination, topic, key, seen_sequence, missing)
  SELECT type, id, 'm3/100', 'mapping.v1', 'unit/EA', 0, true FROM made`;

/** A unit is kept by people; behind the link of a supplier is the supplier. */
const waitsForSupplier: Domain<ToyOrder> = {
  ...toyDomain((view) => {
    const supplier = view.lookup('xref.supplier.v1', '17');
    const unit = view.lookup('mapping.v1', 'unit/EA');
    return {
      [m3Destination]: waiting([supplier.ref, unit.ref], {
        code: 'supplier-unlinked',
        message: 'supplier 17 is unknown',
      }),
    };
  }),
  documentBehind: ({ topic, key }) => (topic === 'xref.supplier.v1' ? { type: 'supplier', id: key } : undefined),
};

const notices = () => sut.sent<{ document: unknown; reason: string }>('coupa.notice.v1');

describe('a document that waits', () => {
  test('shows what it waits for, and goes on by itself when that comes', async () => {
    sut.start();
    await sut.snapshot('1', 1, { unit: 'BOX' });
    await eventually(async () => (await sut.status('1'))?.status === 'Waiting');
    expect(await sut.status('1')).toMatchObject({
      waitingFor: ['mapping.v1/unit/BOX'],
      reason: { code: 'mapping-missing' },
    });
    await sut.mapping('PCS', 1);
    await sut.mapping('BOX', 2);
    await eventually(async () => (await sut.sent('m3.command', '1')).length === 1);
    expect(await sut.query(`SELECT FROM waiting WHERE missing`)).toEqual([]);
  });

  test('waits on when what came is taken away again, and goes on when it comes anew', async () => {
    await sut.mapping('BOX', 5, 'BX', true);
    sut.start();
    await sut.snapshot('1', 1, { unit: 'BOX' });
    await eventually(async () => (await sut.status('1'))?.status === 'Waiting');
    expect(await sut.query(`SELECT seen_sequence FROM waiting`)).toEqual([{ seen_sequence: '5' }]);
    await sut.mapping('BOX', 6);
    await eventually(async () => (await sut.sent('m3.command', '1')).length === 1);
  });

  test('is not missed by a key that comes while many begin to wait, without any rescan', async () => {
    sut.start();
    const ids = Array.from({ length: 60 }, (_, index) => `${index}`);
    await Promise.all(ids.flatMap((id) => [sut.snapshot(id, 1, { unit: `U${id}` }), sut.mapping(`U${id}`, 1)]));
    await eventually(async () => (await sut.sent('m3.command')).length === ids.length);
  });

  test('is found by the rescan when the process that should have woken it died', async () => {
    await sut.query(waitForUnit, [1]);
    await sut.mapping('EA', 1);
    await sut.query(`TRUNCATE changed_key`);
    await sut.query(`UPDATE document SET desired = '{"number":"1","unit":"EA","quantity":"1"}'`);
    sut.start();
    await eventually(async () => (await sut.sent('m3.command', '1')).length === 1);
  });
});

const sentSteps = async () => (await sut.sent('m3.command', '1')).map(({ withdraw }) => withdraw ?? 'steps');

describe('a write on its way whose references change', () => {
  const m3Only = toyDomain((view) => ({ [m3Destination]: decideToy(view)[m3Destination] ?? done('Ignored') }));

  test('is withdrawn and sent anew with what is right now: nothing is ordered by what was taken back', async () => {
    await sut.mapping('EA', 1);
    sut.start(m3Only);
    await sut.snapshot('1', 1);
    const first = await sut.command(1);
    await sut.mapping('EA', 2, 'PCS');
    const withdrawn = await sut.command(2);
    expect(withdrawn).toMatchObject({ commandId: first.commandId, withdraw: true });
    await sut.outcome('1', first, { result: 'withdrawn' }, m3Only);
    await sut.command(3);
    expect(await sut.destination()).toMatchObject({ in_flight: { target: { unit: 'PCS' } } });
  });

  test('is withdrawn, and the document waits, when one of them is taken away', async () => {
    await sut.mapping('EA', 1);
    sut.start(m3Only);
    await sut.snapshot('1', 1);
    const first = await sut.command(1);
    await sut.mapping('EA', 2, 'EA', true);
    expect(await sut.command(2)).toMatchObject({ withdraw: true });
    await sut.outcome('1', first, { result: 'withdrawn' }, m3Only);
    await sut.shows('1', 'Waiting');
    expect((await sut.status('1'))?.waitingFor).toEqual(['mapping.v1/unit/EA']);
  });

  test('goes on where the change makes no difference to it, and shows nothing that it waits for', async () => {
    await sut.mapping('EA', 1);
    sut.start(m3Only);
    await sut.snapshot('1', 1);
    const first = await sut.command(1);
    await sut.mapping('EA', 2);
    await eventually(async () => (await sut.query(`SELECT FROM waiting WHERE seen_sequence = 2`)).length === 1);
    expect(await sentSteps()).toEqual(['steps']);
    expect((await sut.status('1'))?.waitingFor).toBeUndefined();
    await sut.outcome('1', first, {}, m3Only);
    await sut.shows('1', 'Posted');
    expect(await sut.query(`SELECT FROM waiting`)).toEqual([]);
  });
});

/** Looks at a unit that it needs for nothing, and shows what it saw. */
const watching = toyDomain((view) => {
  const unit = view.lookup('mapping.v1', 'unit/EA');
  const message = unit.value?.value['unit'] ?? 'nothing';
  return {
    [m3Destination]: done('Posted', { watches: [unit.ref], because: { code: 'possible-duplicate', message } }),
  };
});
const seen = async () => (await sut.status('1'))?.reason?.message;

describe('a key that is watched', () => {
  test('decides again when something newer is there, though nothing was missing', async () => {
    sut.start({ ...watching, documentBehind: () => ({ type: 'supplier', id: '17' }) });
    await sut.snapshot('1', 1);
    await sut.shows('1', 'Posted');
    expect(await sut.status('1')).not.toHaveProperty('waitingFor');
    await sut.mapping('EA', 1, 'PCS');
    await eventually(async () => (await seen()) === 'PCS');
    await sut.mapping('EA', 2, 'BX');
    await eventually(async () => (await seen()) === 'BX');
    expect(await notices()).toEqual([]);
  });

  test('is not missed when it comes while the document that watches it is decided', async () => {
    const held = await sut.holdBeforeCommit('1');
    sut.start(watching);
    await sut.snapshot('1', 1);
    await held.untilHeld();
    await sut.mapping('EA', 1, 'PCS');
    await held.release();
    await eventually(async () => (await seen()) === 'PCS');
  });

  test('decides again also while a command is on its way, and whatever was decided', async () => {
    const domain = toyDomain((view) => ({
      [m3Destination]: send(readFromM3('7001'), {
        watches: [view.lookup('mapping.v1', 'unit/EA').ref],
        questions: [{ id: `${view.lookup('mapping.v1', 'unit/EA').ref.sequence}`, text: '', choices: [] }],
      }),
    }));
    sut.start(domain);
    await sut.snapshot('1', 1);
    await sut.command(1);
    await sut.mapping('EA', 7);
    await eventually(async () => (await sut.status('1'))?.destinations[0]?.questions?.[0]?.id === '7');
  });
});

describe('waking', () => {
  test('10,000 who wait for one key are woken in transactions of at most 500', async () => {
    await sut.query(waitForUnit, [10_000]);
    await sut.mapping('EA', 1);
    // Two processes at once, as after the commit of the one and the rescan of the other.
    await Promise.all(sut.databases.map((database) => wakeForChangedKeys(database)));
    const transactions = await sut.query<{ documents: number }>(
      `SELECT count(*)::int AS documents FROM document WHERE due_at <= now() GROUP BY xmin::text`,
    );
    expect(Math.max(...transactions.map(({ documents }) => documents))).toBeLessThanOrEqual(500);
    expect(transactions.reduce((sum, { documents }) => sum + documents, 0)).toBe(10_000);
    expect(await sut.query(`SELECT FROM changed_key`)).toEqual([]);
  });

  test('does not wait for a document that someone works on', async () => {
    await sut.query(waitForUnit, [3]);
    await sut.mapping('EA', 1);
    await sut.database.transaction(async (tx) => {
      await tx.query(`SELECT FROM document WHERE id = '2' FOR UPDATE`);
      expect(await wakeForChangedKeys(sut.databases[1] as never)).toBe(2);
    });
    expect(await wakeWaiting(sut.database, { document: { type: 'purchase-order', id: '2' } })).toBe(1);
    expect(await wakeWaiting(sut.database, 'all')).toBe(0);
  });

  test('nothing is noted for a key that no document waits for', async () => {
    await sut.mapping('EA', 1);
    expect(await sut.query(`SELECT FROM changed_key`)).toEqual([]);
    expect(await sut.query(`SELECT key FROM replica`)).toEqual([{ key: 'unit/EA' }]);
  });

  test('a state message without a sequence is refused: it could not be told whether it is newer', async () => {
    const message = { topic: 'mapping.v1', key: 'unit/EA', value: {}, envelope: {} } as const;
    await expect(sut.database.transaction((tx) => foldReplicaMessage(tx, message))).rejects.toMatchObject({
      code: 'unreadable',
    });
  });

  test('a key that Postgres cannot hold goes to the dead letters, and no message behind it waits', async () => {
    const message = { topic: 'mapping.v1', key: 'unit/E\u0000A', value: {}, envelope: { sequence: 1 } } as const;
    await expect(sut.database.transaction((tx) => foldReplicaMessage(tx, message))).rejects.toMatchObject({
      code: 'unreadable',
      disposition: 'dead-letter',
      message: expect.stringContaining('"unit/E\\u0000A"'),
    });
  });
});

describe('a reference that never came', () => {
  test('is asked for in Coupa once, however many documents wait for it', async () => {
    sut.start(waitsForSupplier);
    const ids = Array.from({ length: 20 }, (_, index) => `${index}`);
    await Promise.all(ids.map((id) => sut.snapshot(id, 1)));
    await eventually(async () => (await sut.settled()) && (await sut.status('19'))?.status === 'Waiting');
    expect(await notices()).toMatchObject([{ document: { type: 'supplier', id: '17' }, reason: 'missing-reference' }]);
  });

  test('is asked for again when an hour has passed and someone still waits', async () => {
    sut.start(waitsForSupplier);
    await sut.snapshot('1', 1);
    await eventually(async () => (await notices()).length === 1);
    await sut.query(`UPDATE reference_request SET requested_at = requested_at - make_interval(secs => $1 / 1000.0)`, [
      hourMs,
    ]);
    await sut.snapshot('1', 2);
    await eventually(async () => (await notices()).length === 2);
  });

  test('is not asked for when it is there but does not serve', async () => {
    const value = { supplierId: '17', entries: [] };
    await sut.database.transaction((tx) =>
      foldReplicaMessage(tx, { topic: 'xref.supplier.v1', key: '17', value, envelope: { sequence: 3 } }),
    );
    sut.start(waitsForSupplier);
    await sut.snapshot('1', 1);
    await eventually(async () => (await sut.status('1'))?.status === 'Waiting');
    expect(await notices()).toEqual([]);
  });

  test('is not asked for by a domain that does not say what stands behind it', async () => {
    const { documentBehind: _unsaid, ...domain } = waitsForSupplier;
    sut.start(domain);
    await sut.snapshot('1', 1);
    await eventually(async () => (await sut.status('1'))?.status === 'Waiting');
    expect(await notices()).toEqual([]);
  });

  test('may be found by what is known of the document that waits for it', async () => {
    sut.start({
      ...waitsForSupplier,
      documentBehind: ({ topic }, { desired, lookup }) =>
        topic === 'xref.supplier.v1' && lookup('mapping.v1', 'unit/EA').value === undefined
          ? { type: 'supplier', id: desired?.number ?? '' }
          : undefined,
    });
    await sut.snapshot('1', 1, { number: '7001' });
    await eventually(async () => (await notices()).length === 1);
    expect(await notices()).toMatchObject([{ document: { type: 'supplier', id: '7001' } }]);
  });
});
