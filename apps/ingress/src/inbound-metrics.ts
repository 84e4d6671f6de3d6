import type { Metrics } from '@sluice/runtime/metrics';
import { Counter } from 'prom-client';

/** What the doors count. */
export function doorMetrics(registry: Metrics) {
  return {
    received: new Counter({
      name: 'sluice_events_received_total',
      help: 'Events by the door they came through and by what became of them: new, seen, reused, not-followed, or the code of the failure answered.',
      labelNames: ['door', 'result'],
      registers: [registry],
    }),
    tokens: new Counter({
      name: 'sluice_tokens_issued_total',
      help: 'Answers to requests for a token: issued, or the error answered.',
      labelNames: ['result'],
      registers: [registry],
    }),
    purged: new Counter({
      name: 'sluice_inbox_purged_total',
      help: 'Events that were forgotten because they are older than INBOX_KEEP_DAYS.',
      registers: [registry],
    }),
  };
}
export type DoorMetrics = ReturnType<typeof doorMetrics>;
