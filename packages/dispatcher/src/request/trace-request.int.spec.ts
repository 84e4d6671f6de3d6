import { otlpTracing } from '@sluice/runtime/tracing/otlp-tracing';
import { traceCollector, type TraceCollector } from '@sluice/testing/trace-collector';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { DispatcherContext } from '../dispatcher-context.js';
import type { OutgoingRequest } from './outgoing-request.js';
import type { EndedRequest } from './ended-request.js';
import { traceRequest } from './trace-request.js';

let collector: TraceCollector;
beforeEach(async () => {
  collector = await traceCollector();
});
afterEach(() => collector.close());

const [first, second] = ['ab', 'ba'].map((digits) => ({ traceId: digits.repeat(16), spanId: digits.repeat(8) }));
const causeOf = (context: typeof first) => `00-${context?.traceId}-${context?.spanId}-01`;
const part = (id: string, cause: string) => ({
  commandId: `command ${id}`,
  document: `purchase-order/${id}`,
  step: 'add-head/100',
  cause,
  run: 0,
  offset: 0,
  positions: [0],
  isRetry: false,
});
const outgoing: OutgoingRequest = {
  requestId: 'r1',
  purpose: 'step',
  parts: [part('1', causeOf(first))],
  calls: [{}],
  request: { method: 'POST', url: 'https://m3.example/api/execute?SUNO=Acme', headers: {}, body: 'Acme' },
  term: 1,
  intendedAt: 0,
};
const answered: EndedRequest = {
  ended: { kind: 'results', results: [] },
  answer: { status: 200, headers: {}, body: 'Acme' },
  durationMs: 1,
};

async function spansOf(sent: OutgoingRequest, recorded: EndedRequest) {
  const logger = { warn: () => undefined, info: () => undefined } as never;
  const tracing = otlpTracing({ otlpEndpoint: `${collector.url}/`, serviceName: 'gateway', logger });
  traceRequest({ protocol: { system: 'M3' }, tracing } as DispatcherContext, sent)(recorded);
  await tracing.stop();
  return collector.spans();
}

test('a request is a span of what caused its command, without what it said', async () => {
  const [span] = await spansOf(outgoing, answered);
  expect(span).toMatchObject({
    name: 'M3 step add-head',
    kind: 3,
    traceId: first?.traceId,
    parentSpanId: first?.spanId,
    failed: false,
    attributes: {
      'http.request.method': 'POST',
      'http.response.status_code': 200,
      'server.address': 'm3.example',
      'url.path': '/api/execute',
      'sluice.command': 'command 1',
      'sluice.document': 'purchase-order/1',
      'sluice.step': 'add-head/100',
      'sluice.outcome': 'results',
    },
  });
  expect(JSON.stringify(span)).not.toContain('Acme');
});

test('a request that documents share is in the trace of each, linked with one another', async () => {
  const parts = [part('1', causeOf(first)), part('2', causeOf(second))];
  const spans = await spansOf({ ...outgoing, parts }, answered);
  const request = spans.find(({ kind }) => kind === 3);
  const share = spans.find(({ kind }) => kind === 1);
  expect(spans).toHaveLength(2);
  expect(request).toMatchObject({
    traceId: first?.traceId,
    links: [second],
    attributes: { 'sluice.document': 'purchase-order/1' },
  });
  expect(share).toMatchObject({
    traceId: second?.traceId,
    parentSpanId: second?.spanId,
    links: [{ traceId: first?.traceId, spanId: request?.spanId }],
    attributes: { 'sluice.document': 'purchase-order/2', 'sluice.request': 'r1' },
  });
});

test('no answer is an error, by its code; what belongs to no document is a trace of its own', async () => {
  const lost = { ended: { kind: 'unanswered', code: 'unavailable', message: 'Acme hung up' }, durationMs: 1 } as const;
  const [span] = await spansOf({ ...outgoing, purpose: 'health', parts: [] }, lost);
  expect(span).toMatchObject({ name: 'M3 health', failed: true, attributes: { 'error.type': 'unavailable' } });
  expect(span?.parentSpanId).toBeUndefined();
  expect(JSON.stringify(span)).not.toContain('hung up');
});
