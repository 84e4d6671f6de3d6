import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Tracing } from './tracing.js';

/** A request with the span that it began. */
export interface TracedRequest {
  readonly traceparent?: string | undefined;
}

/**
 * A request through one of the inboundPaths begins a trace, which goes on with what it leads to; it is over when the answer has
 * left. A trace of the caller's is not gone on with: a stranger must not be able to write into ours.
 */
export const traceRequests =
  (tracing: Tracing, inboundPaths: readonly string[]) =>
  (
    request: IncomingMessage & { traceparent?: string | undefined },
    response: ServerResponse,
    next: () => void,
  ): void => {
    const { method = '' } = request;
    const door = inboundPaths.find((path) => request.url?.split('?')[0] === path);
    if (door === undefined) return next();
    const span = tracing.begin({
      name: `${method} ${door}`,
      kind: 'server',
      attributes: { 'http.request.method': method, 'http.route': door, 'url.path': door },
    });
    request.traceparent = span.traceparent;
    response.once('close', () => {
      const { statusCode, writableFinished: isAnswered } = response;
      const attributes = isAnswered ? { 'http.response.status_code': statusCode } : {};
      const failure = isAnswered ? (statusCode >= 500 ? String(statusCode) : undefined) : 'left';
      span.end({ attributes, failure });
    });
    next();
  };
