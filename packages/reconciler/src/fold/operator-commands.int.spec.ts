import type { Outcome } from '@sluice/shared/messages/outcome';
import type { OperatorCommand } from '@sluice/shared/messages/operator';
import { expect, test } from 'vitest';
import { orderRef, ReconcilerUnderTest } from '../../tests/reconciler-under-test.js';
import { decideToy, m3Destination, toyDomain } from '../../tests/toy-domain.js';
import { done } from '../decision.js';
import { foldOperatorCommand } from './fold-operator-command.js';

const sut = new ReconcilerUnderTest();
const m3Only = toyDomain((view) => ({ [m3Destination]: decideToy(view)[m3Destination] ?? done('Ignored') }));

const fold = (command: OperatorCommand) =>
  sut.database.transaction((tx) => foldOperatorCommand(tx, sut.database, command, m3Only));

const retry = (at: string): OperatorCommand => ({ action: 'retry', document: orderRef('1'), by: 'ada', at });
const ignore = (at: string): OperatorCommand => ({ ...retry(at), action: 'ignore', because: 'a test order' });

const refused: Partial<Outcome> = { result: 'refused', refusals: [{ step: 'add-lines', code: 'X', message: 'no' }] };
const ignoredCommands = async () =>
  (await sut.sent<{ action: string; summary: string }>('audit.v1', '1')).filter(
    ({ action }) => action === 'operator-command-ignored',
  );

test('a retry that is read again, as from a new cluster, does not send once more what M3 refused', async () => {
  await sut.mapping('EA', 1);
  sut.start(m3Only);
  await sut.snapshot('1', 1);
  await sut.outcome('1', await sut.command(1), refused);
  await sut.shows('1', 'Needs attention');
  await fold(retry('2026-03-01T08:00:00.000Z'));
  await sut.outcome('1', await sut.command(2), refused);
  await sut.shows('1', 'Needs attention');

  await fold(retry('2026-03-01T08:00:00.000Z'));
  await fold(ignore('2026-02-28T08:00:00.000Z'));
  await sut.shows('1', 'Needs attention');
  expect(await sut.sent('m3.command', '1')).toHaveLength(2);
  expect(await ignoredCommands()).toMatchObject([
    { summary: expect.stringContaining('The retry that ada asked for at 2026-03-01T08:00:00.000Z was read again') },
    { summary: expect.stringContaining('The ignore that ada asked for at 2026-02-28T08:00:00.000Z') },
  ]);

  await fold(retry('2026-03-01T08:00:00.001Z'));
  await sut.command(3);
  expect(await ignoredCommands()).toHaveLength(2);
});

test('a document that was set aside and taken up again is not set aside by the old command', async () => {
  await sut.mapping('EA', 1);
  await sut.snapshot('1', 1);
  await fold(ignore('2026-03-01T08:00:00.000Z'));
  // Only now, so that nothing of it is on its way when it is set aside.
  sut.start(m3Only);
  await sut.shows('1', 'Ignored');
  await fold(retry('2026-03-01T09:00:00.000Z'));
  await sut.shows('1', 'In progress');
  await fold(ignore('2026-03-01T08:00:00.000Z'));
  await fold(retry('2026-03-01T09:00:00.000Z'));
  expect(await sut.query(`SELECT ignored FROM document`)).toEqual([{ ignored: null }]);
  expect(await ignoredCommands()).toHaveLength(2);
});
