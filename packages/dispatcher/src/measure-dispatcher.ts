import { Counter, Gauge, Histogram } from 'prom-client';
import { priorities } from '@sluice/shared/messages/command';
import { Delay } from '@sluice/shared/messages/outcome';
import type { Metrics } from '@sluice/runtime/metrics';
import { measureOldest } from '@sluice/runtime/watch/oldest-documents';
import type { AccountHealth } from './account/account-health.js';
import type { DispatcherContext } from './dispatcher-context.js';
import type { OutgoingRequest } from './request/outgoing-request.js';
import { paceAfter } from '@sluice/shared/quota/pace-after';
import { readLedger } from './quota/read-ledger.js';
import { oldestCommands, stages } from './watch/oldest-commands.js';
import { slotsLeft } from '@sluice/shared/quota/wait-for-slot';

const breakerStates = ['closed', 'half-open', 'open'] as const;

/**
 * The metrics of a dispatcher. Queue and quota are read from the database when asked, so that every process shows the
 * same; the rest is what this process did. Answers the function to call with each request that has ended.
 */
export function measureDispatcher(
  registry: Metrics,
  context: DispatcherContext,
  health: Pick<AccountHealth, 'breaker'>,
): (outgoing: OutgoingRequest, ended: { decision: string; durationMs: number }) => void {
  const { database, protocol, settings } = context;
  const { account, quota } = protocol;
  const registers = [registry];
  const requests = new Counter({
    name: 'sluice_dispatcher_requests_total',
    help: 'Requests that ended, by what they were for and what was decided about them.',
    labelNames: ['account', 'purpose', 'decision'],
    registers,
  });
  const seconds = new Histogram({
    name: 'sluice_dispatcher_request_seconds',
    help: 'Time from sending a request to its answer.',
    labelNames: ['account', 'purpose'],
    buckets: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15, 30, 60],
    registers,
  });
  const calls = new Histogram({
    name: 'sluice_dispatcher_calls_per_request',
    help: 'How many calls shared a request.',
    labelNames: ['account'],
    buckets: [1, 2, 5, 10, 20, 50, 100, 200],
    registers,
  });
  gauge(
    'sluice_dispatcher_breaker',
    '0: closed. 1: half-open, one health probe is out. 2: open, nothing is sent.',
    (one) => one.set({ account }, breakerStates.indexOf(health.breaker.state)),
  );
  const paused = new Gauge({
    name: 'sluice_dispatcher_paused_seconds',
    help: 'For how long nothing is sent any more, by the failure code that is why; absent while requests may leave.',
    labelNames: ['account', 'because'],
    registers,
    async collect() {
      paused.reset();
      const [row] = await database.query<{ because: string; seconds: string }>(
        `SELECT paused_because AS because, extract(epoch FROM paused_until - clock_timestamp()) AS seconds
         FROM lease WHERE name = $1 AND paused_until > clock_timestamp()`,
        [account],
      );
      if (row !== undefined) paused.set({ account, because: row.because }, Number(row.seconds));
    },
  });
  gauge('sluice_dispatcher_requests_open', 'Requests without an answer, whose deadline is not over.', async (one) => {
    const [row] = await database.query<{ open: string }>(
      `SELECT count(*) AS open FROM request WHERE account = $1 AND answered_at IS NULL AND deadline > clock_timestamp()`,
      [account],
    );
    one.set({ account }, Number(row?.open ?? 0));
  });
  gauge('sluice_dispatcher_quota_left', 'Requests that may leave at this moment.', async (one) => {
    if (quota === undefined) return;
    const { spent, limitedAgoMs } = await readLedger(database, account, quota, settings.rateRememberMs);
    one.set({ account }, slotsLeft(quota, spent, paceAfter(limitedAgoMs, settings.rateRememberMs)));
  });
  const queue = new Gauge({
    name: 'sluice_dispatcher_commands',
    help: 'Commands that have not ended, by state and priority.',
    labelNames: ['account', 'state', 'priority'],
    registers,
    async collect() {
      queue.reset();
      const rows = await database.query<{ state: string; priority: number; commands: string }>(
        `SELECT state, priority, count(*) AS commands FROM command WHERE ended_at IS NULL GROUP BY state, priority`,
      );
      for (const { state, priority, commands } of rows)
        queue.set({ account, state, priority: priorities[priority] ?? String(priority) }, Number(commands));
    },
  });
  const delayed = new Gauge({
    name: 'sluice_dispatcher_commands_delayed',
    help: 'Commands that are held up, as last published, by kind: throttled or retrying.',
    labelNames: ['account', 'kind'],
    registers,
    async collect() {
      const rows = await database.query<{ kind: string; commands: string }>(
        `SELECT kind, count(command_id) AS commands FROM unnest($1::text[]) AS one (kind)
         LEFT JOIN command ON ended_at IS NULL AND delay ->> 'kind' = kind GROUP BY kind`,
        [Delay.shape.kind.options],
      );
      for (const { kind, commands } of rows) delayed.set({ account, kind }, Number(commands));
    },
  });
  measureOldest(registry, stages, () => oldestCommands(database));
  gauge(
    'sluice_dispatcher_oldest_ready_seconds',
    'For how long the oldest command that is due has waited.',
    async (one) => {
      const [row] = await database.query<{ age: string | null }>(
        `SELECT extract(epoch FROM clock_timestamp() - min(due_at)) AS age FROM command WHERE due_at <= clock_timestamp()`,
      );
      one.set({ account }, Number(row?.age ?? 0));
    },
  );
  return (outgoing, { decision, durationMs }) => {
    requests.inc({ account, purpose: outgoing.purpose, decision });
    seconds.observe({ account, purpose: outgoing.purpose }, durationMs / 1000);
    calls.observe({ account }, outgoing.calls.length);
  };

  function gauge(name: string, help: string, measure: (one: Gauge) => void | Promise<void>): void {
    const one: Gauge = new Gauge({ name, help, labelNames: ['account'], registers, collect: () => measure(one) });
  }
}
