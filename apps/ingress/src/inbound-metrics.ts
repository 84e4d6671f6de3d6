import type { Metrics } from '@sluice/runtime/metrics';
import { Counter } from 'prom-client';

/** What is counted of the events and requests that come in. */
export function inboundMetrics(registry: Metrics) {
  return {
    received: new Counter({
      name: 'sluice_events_received_total',
      help: 'Events by the channel they came through (webhook or call-out) and by result: new, seen, reused, not-followed, or the code of the failure answered.',
      labelNames: ['channel', 'result'],
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
export type InboundMetrics = ReturnType<typeof inboundMetrics>;
