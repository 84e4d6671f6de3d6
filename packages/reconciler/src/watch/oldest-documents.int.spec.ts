import { createMetrics } from '@sluice/runtime/metrics';
import { eventually } from '@sluice/testing/eventually';
import { expect, test } from 'vitest';
import { ReconcilerUnderTest } from '../../tests/reconciler-under-test.js';
import { m3Destination, toyDomain, writeToM3 } from '../../tests/toy-domain.js';
import { done, send } from '../decision.js';
import { measureDocuments, oldestDocuments, overdueReasons } from './oldest-documents.js';

const sut = new ReconcilerUnderTest();
const types = ['purchase-order'] as const;
const overdueAfterMs = 15 * 60_000;

const oldest = () => oldestDocuments(sut.database, types);
const reasons = () => overdueReasons(sut.database, types, { overdueAfterMs });
const inFlight = toyDomain(() => ({ [m3Destination]: send(writeToM3({})) }));

/** Puts off all that is noted about a document by so many minutes. */
const aMomentAgo = (table: string, column: string, minutes: number) =>
  sut.query(`UPDATE ${table} SET ${column} = ${column} - make_interval(mins => $1)`, [minutes]);

test('nobody must look for what is announced and never decided: the document that is due for longest is named', async () => {
  expect(await oldest()).toEqual([]);
  await sut.snapshot('old', 1);
  await aMomentAgo('document', 'due_at', 20);
  await sut.snapshot('new', 1);
  expect(await oldest()).toMatchObject([{ stage: 'undecided', document: 'purchase-order/old' }]);
  expect((await oldest())[0]?.ageSeconds).toBeGreaterThanOrEqual(20 * 60);
  expect(await reasons()).toEqual([
    expect.stringMatching(/^purchase-order\/old is due and not decided since \d{4}-.*Z$/),
  ]);
});

test('one that is to be decided later is not late', async () => {
  await sut.snapshot('1', 1);
  await sut.query(`UPDATE document SET due_at = now() + interval '1 hour'`);
  expect(await oldest()).toEqual([]);
});

test('a command that no gateway reports about grows old, also while it is asked for again and again', async () => {
  sut.start(inFlight, { askAgainMs: 100, rescanMs: 50 });
  await sut.snapshot('1', 1);
  const command = await sut.command(1);
  await aMomentAgo('destination', 'reported_at', 20);
  await eventually(async () => (await sut.sent('m3.command', '1')).length >= 3);
  expect(await reasons()).toEqual([
    expect.stringContaining('purchase-order/1 waits for a command about which its gateway reports nothing'),
  ]);
  await sut.outcome('1', command, { result: 'pending' }, inFlight);
  expect(await reasons()).toEqual([]);
  expect(await oldest()).toContainEqual(expect.objectContaining({ stage: 'unanswered', document: 'purchase-order/1' }));
});

test('a message that nobody publishes is named by its key', async () => {
  sut.start(toyDomain(() => ({ [m3Destination]: done('Posted') })));
  await sut.snapshot('1', 1);
  await sut.shows('1', 'Posted');
  await aMomentAgo('outbox', 'created_at', 20);
  expect(await reasons()).toEqual([expect.stringContaining('purchase-order/1 waits to be published since')]);
});

test('documents that are stuck are counted, and the first is named with what was thrown', async () => {
  sut.start(
    toyDomain(() => {
      throw new Error('thirteen is not a quantity');
    }),
  );
  await sut.snapshot('1', 1);
  await sut.snapshot('2', 1);
  await sut.shows('1', 'Needs attention');
  await sut.shows('2', 'Needs attention');
  expect(await reasons()).toEqual([
    '2 document(s) are stuck, the first is purchase-order/1: thirteen is not a quantity',
  ]);
});

test('all of it is in the metrics, and 0 where there is nothing', async () => {
  const metrics = createMetrics('po-sync');
  measureDocuments(metrics, sut.database, types);
  const shown = async () => (await metrics.metrics()).split('\n').filter((line) => line.startsWith('sluice_'));
  expect(await shown()).toEqual([
    'sluice_oldest_document_seconds{stage="undecided",app="po-sync"} 0',
    'sluice_oldest_document_seconds{stage="unanswered",app="po-sync"} 0',
    'sluice_oldest_document_seconds{stage="unpublished",app="po-sync"} 0',
    'sluice_documents_stuck{app="po-sync"} 0',
  ]);
  await sut.snapshot('1', 1);
  await aMomentAgo('document', 'due_at', 20);
  await sut.query(`UPDATE document SET stuck = '{"message": "a bug"}'`);
  expect(await shown()).toEqual(
    expect.arrayContaining([
      expect.stringMatching(/^sluice_oldest_document_seconds\{stage="undecided",app="po-sync"\} 12\d\d$/),
      'sluice_documents_stuck{app="po-sync"} 1',
    ]),
  );
});
