import { setTimeout as pause } from 'node:timers/promises';
import { ROOT_CONTEXT, SpanKind, SpanStatusCode, trace, type Context, type SpanContext } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { defaultResource, resourceFromAttributes } from '@opentelemetry/resources';
import { BatchSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import type { TracingOptions } from './open-tracing.js';
import { loggingExporter } from './logging-exporter.js';
import { readTraceparent, writeTraceparent } from './traceparent.js';
import type { Attributes, SpanStart, Tracing } from './tracing.js';

/** None of these is scaled: they bound what a collector that is away may cost. */
const durations = { sendEveryMs: 1_000, sendMostMs: 5_000, stopMostMs: 2_000 };

/** Spans that wait for a collector; more are dropped. */
const waitingMax = 4_096;

const kinds: Record<SpanStart['kind'], SpanKind> = {
  server: SpanKind.SERVER,
  consumer: SpanKind.CONSUMER,
  internal: SpanKind.INTERNAL,
  client: SpanKind.CLIENT,
};

/** Spans made with OpenTelemetry's SDK and sent by OTLP. Nothing is registered globally. */
export function otlpTracing({
  otlpEndpoint,
  serviceName,
  logger,
}: TracingOptions & { readonly otlpEndpoint: string }): Tracing {
  const url = `${otlpEndpoint.replace(/\/+$/, '')}/v1/traces`;
  const exporter = new OTLPTraceExporter({ url, timeoutMillis: durations.sendMostMs });
  const provider = new TracerProvider({
    resource: defaultResource().merge(resourceFromAttributes({ 'service.name': serviceName })),
    spanProcessors: [
      new BatchSpanProcessor({
        exporter: loggingExporter(exporter, url, logger),
        maxQueueSize: waitingMax,
        scheduledDelayMillis: durations.sendEveryMs,
        exportTimeoutMillis: durations.sendMostMs,
      }),
    ],
  });
  const tracer = provider.getTracer('sluice');
  return {
    begin({ name, kind, parent, links = [], attributes = {} }) {
      const options = {
        kind: kinds[kind],
        attributes: known(attributes),
        links: links.flatMap((link) => contextOf(link) ?? []).map((context) => ({ context })),
      };
      const span = tracer.startSpan(name, options, parentOf(parent));
      const { traceId, spanId, traceFlags } = span.spanContext();
      return {
        traceparent: writeTraceparent({ traceId, spanId, flags: traceFlags.toString(16).padStart(2, '0') }),
        end({ attributes: more = {}, failure } = {}) {
          span.setAttributes(known(more));
          if (failure !== undefined) span.setStatus({ code: SpanStatusCode.ERROR }).setAttribute('error.type', failure);
          span.end();
        },
      };
    },
    async stop() {
      const stopped = provider.shutdown().catch(() => undefined);
      await Promise.race([stopped, pause(durations.stopMostMs, undefined, { ref: false })]);
    },
  };
}

function contextOf(traceparent: string | undefined): SpanContext | undefined {
  const read = readTraceparent(traceparent);
  if (read === undefined) return undefined;
  return { traceId: read.traceId, spanId: read.spanId, traceFlags: Number.parseInt(read.flags, 16), isRemote: true };
}

function parentOf(traceparent: string | undefined): Context {
  const parent = contextOf(traceparent);
  return parent === undefined ? ROOT_CONTEXT : trace.setSpanContext(ROOT_CONTEXT, parent);
}

const known = (attributes: Attributes): Record<string, string | number | string[]> =>
  Object.fromEntries(
    Object.entries(attributes).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, typeof value === 'object' ? [...value] : value]],
    ),
  );
