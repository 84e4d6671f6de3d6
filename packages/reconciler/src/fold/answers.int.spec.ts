import { eventually } from '@sluice/testing/eventually';
import type { OperatorCommand } from '@sluice/shared/messages/operator';
import { expect, test } from 'vitest';
import { orderRef, ReconcilerUnderTest } from '../../tests/reconciler-under-test.js';
import { m3Destination, toyDomain } from '../../tests/toy-domain.js';
import { done, refused } from '../decision.js';
import { foldOperatorCommand } from './fold-operator-command.js';

const sut = new ReconcilerUnderTest();
const at = '2026-03-01T08:00:00.000Z';
const question = { id: 'bank/f1', text: 'May it be paid there?', choices: ['approve', 'reject'], persons: 2 };

/** Wants two different persons. */
const domain = toyDomain((view) => {
  const approved = new Set(view.answers(question.id).map(({ by }) => by));
  const because = { code: 'supplier-unlinked', message: `${approved.size} of 2; asked by ${view.askedBy}` } as const;
  return { [m3Destination]: approved.size >= 2 ? done('Posted') : refused(because, { questions: [question] }) };
});

const answer = (by: string, more: Partial<Extract<OperatorCommand, { action: 'answer' }>> = {}): OperatorCommand => ({
  action: 'answer',
  document: orderRef('1'),
  question: question.id,
  answer: 'approve',
  by,
  at,
  ...more,
});
const fold = (command: OperatorCommand) =>
  sut.database.transaction((tx) => foldOperatorCommand(tx, sut.database, command, domain));

const reason = async () => (await sut.status('1'))?.reason?.message;

test('an answer decides the document, with all that was answered and by whom', async () => {
  const seen: unknown[] = [];
  sut.start({
    ...domain,
    decide: (view) => {
      seen.push(view.answers(question.id));
      return domain.decide(view);
    },
  });
  await sut.snapshot('1', 1);
  await sut.shows('1', 'Needs attention');
  await fold(answer('ada', { note: 'called them', proven: true }));
  await eventually(async () => (await reason()) === '1 of 2; asked by ada');
  await fold(answer('grace', { at: '2026-03-01T08:00:00.001Z' }));
  await sut.shows('1', 'Posted');
  expect(seen.at(-1)).toEqual([
    { answer: 'approve', by: 'ada', isProven: true, note: 'called them', at },
    { answer: 'approve', by: 'grace', isProven: false, at: '2026-03-01T08:00:00.001Z' },
  ]);
});

test('two persons may answer at the same moment, and a later retry takes neither answer away', async () => {
  await sut.snapshot('1', 1);
  await fold({ action: 'retry', document: orderRef('1'), by: 'ada', at: '2026-03-01T09:00:00.000Z' });
  await fold(answer('ada'));
  await fold(answer('grace'));
  sut.start(domain);
  await sut.shows('1', 'Posted');
});

test('an answer that is read again, as from a new cluster, counts once and is said to be ignored', async () => {
  sut.start(domain);
  await sut.snapshot('1', 1);
  await fold(answer('ada'));
  await eventually(async () => (await reason()) === '1 of 2; asked by ada');
  await fold(answer('ada'));
  await eventually(() => sut.settled());
  expect(await sut.query(`SELECT by_whom FROM answer`)).toEqual([{ by_whom: 'ada' }]);
  const lines = await sut.sent<{ action: string; summary: string }>('audit.v1', '1');
  expect(lines.filter(({ action }) => action === 'operator-command-ignored')).toMatchObject([
    { summary: expect.stringContaining(`The answer that ada gave at ${at} was read again`) },
  ]);
});

test('an answer to a document that nobody knows changes nothing', async () => {
  await fold(answer('ada'));
  expect(await sut.query(`SELECT id FROM document`)).toEqual([]);
});

test('a document that was set aside stays so when it is answered', async () => {
  await sut.snapshot('1', 1);
  sut.start(domain);
  await sut.shows('1', 'Needs attention');
  await fold({ action: 'ignore', document: orderRef('1'), because: 'a test', by: 'ada', at });
  await sut.shows('1', 'Ignored');
  await fold(answer('grace'));
  await sut.shows('1', 'Ignored');
  expect(await sut.query(`SELECT ignored->>'by' AS by FROM document`)).toEqual([{ by: 'ada' }]);
});
