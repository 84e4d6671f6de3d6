import { noTracing, type Attributes } from '@sluice/runtime/tracing/tracing';
import type { DispatcherContext } from '../dispatcher-context.js';
import type { OutgoingRequest, RequestPart, Purpose } from './outgoing-request.js';
import type { EndedRequest } from './ended-request.js';

/**
 * The span of a request, from now on, in the trace of the first document that it is for. Where others share it, it is
 * linked to what caused theirs, and the trace of each of them has a span that is linked to it. Answers how to end it.
 */
export function traceRequest(
  { protocol: { system }, tracing = noTracing }: DispatcherContext,
  { requestId, purpose, parts: [first, ...others], calls, request }: OutgoingRequest,
): (ended: EndedRequest) => void {
  const url = URL.parse(request.url);
  const span = tracing.begin({
    name: nameOf(system, purpose, first),
    kind: 'client',
    parent: first?.cause,
    links: others.flatMap(({ cause }) => cause ?? []),
    attributes: {
      'http.request.method': request.method,
      'server.address': url?.hostname,
      'server.port': url ? Number(url.port) || (url.protocol === 'https:' ? 443 : 80) : undefined,
      'url.path': url?.pathname,
      'sluice.request': requestId,
      'sluice.purpose': purpose,
      'sluice.calls': calls.length,
      'sluice.documents': others.length + (first === undefined ? 0 : 1),
      ...(first !== undefined && of(first)),
    },
  });
  const shares = others.map((part) =>
    tracing.begin({
      name: nameOf(system, purpose, part),
      kind: 'internal',
      parent: part.cause,
      ...(span.traceparent !== undefined && { links: [span.traceparent] }),
      attributes: { 'sluice.request': requestId, 'sluice.purpose': purpose, ...of(part) },
    }),
  );
  return ({ ended, answer }) => {
    const attributes = { 'http.response.status_code': answer?.status, 'sluice.outcome': ended.kind };
    const failure = ended.kind === 'results' ? undefined : 'code' in ended ? ended.code : ended.kind;
    for (const one of [span, ...shares]) one.end({ attributes, failure });
  };
}

/** A step may be named with what it asks for behind a slash; a span has one of few names. */
const nameOf = (system: string, purpose: Purpose, part: RequestPart | undefined): string =>
  [system, purpose, part?.step.split('/')[0]].filter((word) => word !== undefined).join(' ');

const of = ({ commandId, document, step }: RequestPart): Attributes => ({
  'sluice.command': commandId,
  'sluice.document': document,
  'sluice.step': step,
});
