import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createMetrics } from '@sluice/runtime/metrics';
import { forgetOld } from './forget-old.js';
import { parseQuota } from '@sluice/shared/quota/quota';
import { entryScript, toyCommand } from '../../tests/toy-scripts.js';
import { ToyWorld } from '../../tests/toy-world.js';

/** Tables that only grow make the gateway slower every month; rows that go too early make a repeated command run again. */
describe('what the tables of a gateway keep, and its metrics', () => {
  const world = new ToyWorld();
  beforeAll(() => world.begin());
  afterEach(() => world.stopDispatchers());
  afterAll(() => world.end());

  const count = async (table: 'command' | 'request' | 'step' | 'request_item'): Promise<number> => {
    const [row] = await world.database.query<{ count: string }>(`SELECT count(*) FROM ${table}`);
    return Number(row?.count);
  };

  it('ended commands go with all that belongs to them when they are old enough, and those that are alive stay whole', async () => {
    const old = toyCommand(entryScript(['nut']));
    const young = toyCommand(entryScript(['bolt']));
    const living = toyCommand([
      ...entryScript(['pin']),
      { id: 'ask', kind: 'write', calls: [{ name: 'look', args: { number: 'x' } }] },
    ]);
    world.peer.fail({ on: 'look', do: 'drop-answer' });
    for (const command of [old, young, living]) await world.fold(command);
    world.dispatch();
    await world.outcome(old, 'ok');
    await world.outcome(young, 'ok');
    await world.outcome(living, 'needs-operator');
    await world.stopDispatchers();
    await world.database.query(`UPDATE command SET ended_at = ended_at - interval '1 hour' WHERE command_id = $1`, [
      old.commandId,
    ]);
    await world.database.query(`UPDATE request SET intended_at = intended_at - interval '1 hour'`);
    expect(await forgetOld(world.context())).toBeGreaterThan(1);
    const left = await world.database.query<{ command_id: string }>(`SELECT command_id FROM command`);
    expect(left.map((row) => row.command_id).toSorted()).toEqual([young.commandId, living.commandId].toSorted());
    expect(await count('step')).toBe(7);
    const orphans = await world.database.query(
      `SELECT 1 FROM request WHERE NOT EXISTS (SELECT 1 FROM request_item WHERE request_id = request.id)`,
    );
    expect(orphans).toEqual([]);
    expect(await count('request_item')).toBeGreaterThanOrEqual(7);
  });

  it('the metrics: requests by decision, the queue, the quota that is left, the breaker', async () => {
    const registry = createMetrics('cloudsuite-gateway');
    const context = world.context({ metrics: registry });
    const command = toyCommand(entryScript(['nut']));
    const waiting = toyCommand(entryScript(['nut']), { priority: 'replay' });
    await world.fold(command);
    world.dispatch({ ...context, protocol: { ...context.protocol, quota: parseQuota('1000/min,concurrency=4') } });
    await world.outcome(command, 'ok');
    await world.stopDispatchers();
    await world.fold(waiting);
    await world.database.query(`UPDATE command SET delay = '{"kind": "throttled"}' WHERE command_id = $1`, [
      waiting.commandId,
    ]);
    const shown = await registry.metrics();
    expect(shown).toMatch(
      /sluice_dispatcher_requests_total\{account="toy",purpose="step",decision="results",app="cloudsuite-gateway"\} [1-9]/,
    );
    expect(shown).toMatch(
      /sluice_dispatcher_commands\{account="toy",state="queued",priority="replay",app="cloudsuite-gateway"\} 1/,
    );
    expect(shown).toMatch(
      /sluice_dispatcher_commands_delayed\{account="toy",kind="throttled",app="cloudsuite-gateway"\} 1/,
    );
    expect(shown).toMatch(/sluice_dispatcher_quota_left\{account="toy",app="cloudsuite-gateway"\} 4/);
    expect(shown).toMatch(/sluice_dispatcher_breaker\{account="toy",app="cloudsuite-gateway"\} 0/);
    expect(shown).toMatch(/sluice_dispatcher_requests_open\{account="toy",app="cloudsuite-gateway"\} 0/);
    expect(shown).toMatch(/sluice_dispatcher_oldest_ready_seconds\{account="toy",app="cloudsuite-gateway"\} 0\.\d+/);
  });
});
