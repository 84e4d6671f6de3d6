import { createMetrics } from '@sluice/runtime/metrics';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readStep, toyCommand } from '../../tests/toy-scripts.js';
import { ToyWorld } from '../../tests/toy-world.js';
import { measureDispatcher } from '../measure-dispatcher.js';
import { oldestCommands, overdueCommands } from './oldest-commands.js';

/** A command that is accepted and never sent is noticed by nobody: no request fails, and its document only waits. */
describe('the oldest command of each stage', () => {
  const world = new ToyWorld();
  beforeAll(() => world.begin());
  afterAll(() => world.end());
  const overdueAfterMs = 15 * 60_000;
  const late = (column: string, minutes: number, id: string): Promise<unknown> =>
    world.database.query(
      `UPDATE command SET ${column} = ${column} - make_interval(mins => $1) WHERE document_id = $2`,
      [minutes, id],
    );

  it('is named, and makes the gateway degraded once it is overdue', async () => {
    const [old, young] = [toyCommand([readStep('list')]), toyCommand([readStep('list')])];
    await world.fold(old);
    await world.fold(young);
    expect(await overdueCommands(world.database, { overdueAfterMs })).toEqual([]);
    await late('due_at', 20, old.document.id);
    await late('received_at', 30, young.document.id);
    const oldest = await oldestCommands(world.database);
    expect(oldest.map(({ stage, document }) => [stage, document])).toEqual([
      ['unsent', `purchase-order/${old.document.id}`],
      ['unended', `purchase-order/${young.document.id}`],
    ]);
    expect(await overdueCommands(world.database, { overdueAfterMs })).toEqual([
      expect.stringMatching(/^purchase-order\/\S+ is due and nothing is sent for it since /),
      expect.stringMatching(/^purchase-order\/\S+ has a command that has not ended since /),
    ]);
  });

  it('is in the metrics, and 0 where there is none', async () => {
    const metrics = createMetrics('cloudsuite-gateway');
    measureDispatcher(metrics, world.context(), { breaker: { state: 'closed' } as never });
    const shown = async (): Promise<string[]> =>
      (await metrics.metrics()).split('\n').filter((line) => line.startsWith('sluice_oldest_document_seconds'));
    expect(await shown()).toEqual([
      expect.stringMatching(/stage="unsent".* 12\d\d$/),
      expect.stringMatching(/stage="unended".* 18\d\d$/),
      expect.stringMatching(/stage="unpublished".* 0$/),
    ]);
    await world.database.query('DELETE FROM command');
    expect((await shown()).map((line) => line.split(' ').at(-1))).toEqual(['0', '0', '0']);
  });
});
