import type { Metrics } from '@sluice/runtime/metrics';
import { Counter } from 'prom-client';

/** What the door counts. */
export function webhookMetrics(registry: Metrics) {
  return {
    received: new Counter({
      name: 'sluice_webhooks_total',
      help: 'Webhooks by what became of them: new, seen, reused, not-followed, or the code of the failure answered.',
      labelNames: ['result'],
      registers: [registry],
    }),
  };
}
export type WebhookMetrics = ReturnType<typeof webhookMetrics>;
