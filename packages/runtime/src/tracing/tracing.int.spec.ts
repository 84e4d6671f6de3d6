import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { eventually } from '@sluice/testing/eventually';
import { send } from '@sluice/testing/kafka';
import { tcpProxy } from '@sluice/testing/tcp-proxy';
import { traceCollector, type TraceCollector } from '@sluice/testing/trace-collector';
import { startToy, type ToyFold } from '@sluice/testing/toys/toy-app';
import { toyWorld, type ToyWorld } from '@sluice/testing/toys/toy-world';
import { Redaction } from '@sluice/shared/redaction';
import { createLogger } from '../logging/logger.js';
import { otlpTracing } from './otlp-tracing.js';
import { readTraceparent } from './traceparent.js';

let world: ToyWorld;
let collector: TraceCollector;

beforeAll(async () => {
  world = await toyWorld('po-sync');
});
afterAll(() => world?.end());
beforeEach(async () => {
  collector = await traceCollector();
});
afterEach(() => collector.close());

const traceId = 'ab'.repeat(16);
const traceparent = `00-${traceId}-${'cd'.repeat(8)}-01`;
const notice = (id: string) => ({
  document: { type: 'supplier' as const, id },
  reason: 'webhook' as const,
  noticedAt: '2026-01-05T08:00:00.000Z',
});

/** Keeps what caused the message, as the fold sees it. */
const keepCause: ToyFold = async (tx, { topic, key, envelope }) => {
  await tx.query(`INSERT INTO folded (topic, key, value, partition, message_offset) VALUES ($1, $2, $3, 0, 0)`, [
    topic,
    key,
    JSON.stringify({ cause: envelope.traceparent }),
  ]);
};
const causeOf = (key: string) =>
  eventually(async () => ((await world.folded(key))[0]?.value as { cause: string } | undefined)?.cause);

describe('an app with a trace collector', () => {
  it('sends a span of each message it received, and that span causes the fold’s messages', async () => {
    const app = await startToy('po-sync', world.environment({ OTEL_EXPORTER_OTLP_ENDPOINT: collector.url }), keepCause);
    await send(world.prefix, 'coupa.notice.v1', 'supplier/traced', notice('traced'), { traceparent });
    const cause = readTraceparent(await causeOf('supplier/traced'));
    await app.stop();
    expect(collector.spans()).toEqual([
      {
        service: 'sluice-po-sync',
        name: 'receive coupa.notice.v1',
        kind: 5,
        traceId,
        spanId: cause?.spanId,
        parentSpanId: 'cd'.repeat(8),
        attributes: expect.objectContaining({
          'messaging.system': 'kafka',
          'messaging.destination.name': 'coupa.notice.v1',
          'sluice.document': 'supplier/traced',
          'sluice.outcome': 'folded',
        }),
        links: [],
        failed: false,
      },
    ]);
  });

  it('begins a trace with a request that comes in, whatever trace the caller names', async () => {
    const environment = world.environment({ OTEL_EXPORTER_OTLP_ENDPOINT: collector.url, OTEL_SERVICE_NAME: 'public' });
    const app = await startToy('po-sync', environment, keepCause, { inboundPaths: ['/health/live'] });
    await fetch(`${app.url}/health/live?secret=1`, { headers: { traceparent } });
    await fetch(`${app.url}/health/ready`);
    await app.stop();
    const [span, ...others] = collector.spans();
    expect(others).toEqual([]);
    expect(span).toMatchObject({
      service: 'public',
      name: 'GET /health/live',
      kind: 2,
      attributes: { 'http.request.method': 'GET', 'http.route': '/health/live', 'http.response.status_code': 200 },
    });
    expect(span?.parentSpanId).toBeUndefined();
    expect(span?.traceId).not.toBe(traceId);
    expect(JSON.stringify(span)).not.toContain('secret');
  });

  it('sends attributes without secrets', async () => {
    const logger = createLogger('po-sync', 'silent');
    const redaction = new Redaction(['hush-hush']);
    const tracing = otlpTracing({ otlpEndpoint: collector.url, serviceName: 'secrets', logger, redaction });
    const span = tracing.begin({ name: 'call', kind: 'client', attributes: { 'sluice.key': 'unit/hush-hush' } });
    span.end({ attributes: { 'sluice.reason': 'password=abc', 'sluice.calls': 2 } });
    await tracing.stop();
    expect(collector.spans()[0]?.attributes).toEqual({
      'sluice.key': 'unit/[redacted]',
      'sluice.reason': 'password=[redacted]',
      'sluice.calls': 2,
    });
  });

  it('works, and stops in time, while the collector hangs', async () => {
    const hung = await tcpProxy(new URL(collector.url).host);
    hung.stall();
    const app = await startToy(
      'po-sync',
      world.environment({ OTEL_EXPORTER_OTLP_ENDPOINT: `http://${hung.address}`, LOG_LEVEL: 'silent' }),
      keepCause,
    );
    await send(world.prefix, 'coupa.notice.v1', 'supplier/hung', notice('hung'), { traceparent });
    expect(readTraceparent(await causeOf('supplier/hung'))?.traceId).toBe(traceId);
    const before = performance.now();
    await app.stop();
    expect(performance.now() - before).toBeLessThan(5_000);
    await hung.close();
  });
});

it('an app without a trace collector passes on the trace that it got', async () => {
  const app = await startToy('po-sync', world.environment(), keepCause);
  await send(world.prefix, 'coupa.notice.v1', 'supplier/untraced', notice('untraced'), { traceparent });
  expect(await causeOf('supplier/untraced')).toBe(traceparent);
  await app.stop();
});
