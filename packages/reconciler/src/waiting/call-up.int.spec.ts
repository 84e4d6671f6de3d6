import { eventually } from '@sluice/testing/eventually';
import { describe, expect, test } from 'vitest';
import { done, type Domain } from '../decision.js';
import { orderRef, ReconcilerUnderTest } from '../../tests/reconciler-under-test.js';
import { m3Destination, toyDomain, type ToyOrder } from '../../tests/toy-domain.js';
import { makeCalledUpDue } from './call-up.js';

const sut = new ReconcilerUnderTest();

const decidedIds = (): { ids: string[]; domain: (callUp: (id: string) => string[]) => Domain<ToyOrder> } => {
  const ids: string[] = [];
  return {
    ids,
    domain: (callUp) =>
      toyDomain(({ document }) => {
        ids.push(document.id);
        return { [m3Destination]: done('Posted', { callUp: callUp(document.id).map(orderRef) }) };
      }),
  };
};

describe('a document that is called up', () => {
  test('is decided, also one that did not exist before', async () => {
    const { ids, domain } = decidedIds();
    sut.start(domain((id) => (id === 'scan' ? ['a', 'b', 'a'] : [])));
    await sut.snapshot('scan', 1);
    await sut.shows('a', 'Posted');
    await sut.shows('b', 'Posted');
    expect(ids.toSorted()).toEqual(['a', 'b', 'scan']);
    expect(await sut.query(`SELECT FROM called_up`)).toEqual([]);
  });

  test('is as urgent as the one that calls it, and belongs to its trace', async () => {
    const urgency: Record<string, string> = {};
    sut.start(
      toyDomain(({ document, priority }) => {
        urgency[document.id] = priority;
        return { [m3Destination]: done('Posted', document.id === 'scan' ? { callUp: [orderRef('a')] } : {}) };
      }),
    );
    await sut.snapshot('scan', 1, {}, 'first-load');
    await sut.shows('a', 'Posted');
    expect(urgency).toEqual({ scan: 'first-load', a: 'first-load' });
  });

  test('is decided also when the process died right after the decision that calls it', async () => {
    const { domain } = decidedIds();
    await sut.query(`INSERT INTO called_up (type, id) VALUES ('purchase-order', 'a')`);
    sut.start(
      domain(() => []),
      {},
      { processes: 1 },
    );
    await sut.shows('a', 'Posted');
  });

  test('may be locked: making it due waits for that, and locks no other document meanwhile', async () => {
    await sut.query(`INSERT INTO document (type, id) VALUES ('purchase-order', 'a')`);
    await sut.query(`INSERT INTO called_up (type, id) VALUES ('purchase-order', 'a'), ('purchase-order', 'b')`);
    const making = sut.database.transaction(async (tx) => {
      await tx.query(`SELECT FROM document WHERE id = 'a' FOR UPDATE`);
      const made = makeCalledUpDue(sut.databases[1] as never);
      await eventually(async () => {
        const waits = await sut.query(
          `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
        );
        return waits.length > 0;
      });
      // The other one is free.
      await sut.query(`INSERT INTO document (type, id) VALUES ('purchase-order', 'b') ON CONFLICT DO NOTHING`);
      return { made };
    });
    const { made } = await making;
    expect(await made).toBe(2);
    expect(await sut.query(`SELECT id FROM document WHERE due_at <= now() ORDER BY id`)).toEqual([
      { id: 'a' },
      { id: 'b' },
    ]);
  });

  test('of a type that this sync does not decide about is a bug', async () => {
    sut.start(toyDomain(() => ({ [m3Destination]: done('Posted', { callUp: [{ type: 'supplier', id: '17' }] }) })));
    await sut.snapshot('1', 1);
    await sut.shows('1', 'Needs attention');
    expect(await sut.status('1')).toMatchObject({ reason: { code: 'decide-failed' } });
  });
});

test('seeds exist from the start and are decided once, whatever number of processes there are', async () => {
  const { ids, domain } = decidedIds();
  const seeded: Domain<ToyOrder> = { ...domain(() => []), seeds: ['company-100', 'company-200'] };
  const loops = sut.start(seeded, { rescanMs: 20 });
  for (const id of seeded.seeds ?? []) await sut.shows(id, 'Posted');
  await Promise.all(loops.map((loop) => loop.stop()));
  sut.start(seeded, { rescanMs: 20 });
  await sut.snapshot('1', 1);
  await sut.shows('1', 'Posted');
  expect(ids.toSorted()).toEqual(['1', 'company-100', 'company-200']);
});
