import { setTimeout as pause } from 'node:timers/promises';
import { ROOT_CONTEXT, SpanKind, SpanStatusCode, trace, type Context, type SpanContext } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { defaultResource, resourceFromAttributes } from '@opentelemetry/resources';
import { BatchSpanProcessor, TracerProvider, type SpanExporter } from '@opentelemetry/sdk-trace';
import { Redaction } from '@sluice/shared/redaction';
import { readTraceparent, writeTraceparent } from './traceparent.js';
import type { Attributes, SpanStart, Tracing } from './tracing.js';
import { ExportResultCode } from '@opentelemetry/core';
import type { Logger } from '../logging/logger.js';

/** None of these is scaled: they limit what an unavailable collector may cost. */
const durations = { sendEveryMs: 1_000, sendMaxMs: 5_000, stopMaxMs: 2_000 };

/** Spans that wait for a collector; more are dropped. */
const waitingMax = 4_096;

const kinds: Record<SpanStart['kind'], SpanKind> = {
  server: SpanKind.SERVER,
  consumer: SpanKind.CONSUMER,
  internal: SpanKind.INTERNAL,
  client: SpanKind.CLIENT,
};

export interface TracingOptions {
  /** The base of the OTLP receiver's addresses, without `/v1/traces`. */
  readonly otlpEndpoint: string;
  readonly serviceName: string;
  readonly logger: Logger;
  /** Left out, no secrets of the installation are known. */
  readonly redaction?: Redaction;
}

/** Spans made with OpenTelemetry's SDK and sent by OTLP. Nothing is registered globally. */
export function otlpTracing({
  otlpEndpoint,
  serviceName,
  logger,
  redaction = new Redaction(),
}: TracingOptions): Tracing {
  const url = `${otlpEndpoint.replace(/\/+$/, '')}/v1/traces`;
  const exporter = new OTLPTraceExporter({ url, timeoutMillis: durations.sendMaxMs });
  const provider = new TracerProvider({
    resource: defaultResource().merge(resourceFromAttributes({ 'service.name': serviceName })),
    spanProcessors: [
      new BatchSpanProcessor({
        exporter: loggingExporter(exporter, url, logger),
        maxQueueSize: waitingMax,
        scheduledDelayMillis: durations.sendEveryMs,
        exportTimeoutMillis: durations.sendMaxMs,
      }),
    ],
  });
  const tracer = provider.getTracer('sluice');
  const recorded = (attributes: Attributes) => redaction.value(known(attributes)) as ReturnType<typeof known>;
  return {
    begin({ name, kind, parent, links = [], attributes = {} }) {
      const options = {
        kind: kinds[kind],
        attributes: recorded(attributes),
        links: links.flatMap((link) => contextOf(link) ?? []).map((context) => ({ context })),
      };
      const span = tracer.startSpan(name, options, parentOf(parent));
      const { traceId, spanId, traceFlags } = span.spanContext();
      return {
        traceparent: writeTraceparent({ traceId, spanId, flags: traceFlags.toString(16).padStart(2, '0') }),
        end({ attributes: more = {}, failure } = {}) {
          span.setAttributes(recorded(more));
          if (failure !== undefined) span.setStatus({ code: SpanStatusCode.ERROR }).setAttribute('error.type', failure);
          span.end();
        },
      };
    },
    async stop() {
      const stopped = provider.shutdown().catch(() => undefined);
      await Promise.race([stopped, pause(durations.stopMaxMs, undefined, { ref: false })]);
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

/** Logs that the collector refuses spans, or accepts them again, when that changes: not at each try. */
export function loggingExporter(
  exporter: SpanExporter,
  url: string,
  logger: Pick<Logger, 'warn' | 'info'>,
): SpanExporter {
  let isAccepted = true;
  return {
    export(spans, done) {
      exporter.export(spans, (result) => {
        const wasAccepted = result.code === ExportResultCode.SUCCESS;
        if (isAccepted && !wasAccepted)
          logger.warn({ url, err: result.error }, 'the collector does not accept spans; they are lost until it does');
        if (!isAccepted && wasAccepted) logger.info({ url }, 'the collector accepts spans again');
        isAccepted = wasAccepted;
        done(result);
      });
    },
    shutdown: () => exporter.shutdown(),
  };
}
