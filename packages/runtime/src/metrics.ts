import { Counter, Gauge, Histogram, Registry } from 'prom-client';

/** Injection token, and the type, of an app's metrics registry. One for each app, not one for the process. */
export const Metrics = Symbol('Metrics');
export type Metrics = Registry;

export function createMetrics(app: string): Metrics {
  const registry = new Registry();
  registry.setDefaultLabels({ app });
  return registry;
}

/** What is counted about messages. */
export function messagingMetrics(registry: Metrics) {
  return {
    received: new Counter({
      name: 'sluice_messages_received_total',
      help: 'Messages received, by topic and by what became of them.',
      labelNames: ['topic', 'result'],
      registers: [registry],
    }),
    foldSeconds: new Histogram({
      name: 'sluice_message_fold_seconds',
      help: 'Time from receiving a message to its commit in Postgres.',
      labelNames: ['topic'],
      buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5, 30],
      registers: [registry],
    }),
    waiting: new Gauge({
      name: 'sluice_messages_waiting_for_storage',
      help: 'Messages that wait in place because Postgres is away.',
      registers: [registry],
    }),
    published: new Counter({
      name: 'sluice_outbox_published_total',
      help: 'Messages published by this relay, by topic.',
      labelNames: ['topic'],
      registers: [registry],
    }),
    refused: new Counter({
      name: 'sluice_outbox_refused_total',
      help: 'Messages that the broker refused for good, by topic. Each needs a person.',
      labelNames: ['topic'],
      registers: [registry],
    }),
    relayLeader: new Gauge({
      name: 'sluice_relay_leader',
      help: '1 where this process publishes the outbox, 0 where it stands by.',
      registers: [registry],
    }),
  };
}
export type MessagingMetrics = ReturnType<typeof messagingMetrics>;
