import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Tracing } from './tracing.js';

/** A request with the span that it began. */
export interface TracedRequest {
  readonly traceparent?: string | undefined;
}

/**
 * A request to one of `inboundPaths` begins a trace, and its span ends when the answer has been sent. The caller's own trace
 * is not continued: an outsider must not be able to add spans to ours.
 */
export const traceRequests =
  (tracing: Tracing, inboundPaths: readonly string[]) =>
  (
    request: IncomingMessage & { traceparent?: string | undefined },
    response: ServerResponse,
    next: () => void,
  ): void => {
    const { method = '' } = request;
    const route = inboundPaths.find((path) => request.url?.split('?')[0] === path);
    if (route === undefined) return next();
    const span = tracing.begin({
      name: `${method} ${route}`,
      kind: 'server',
      attributes: { 'http.request.method': method, 'http.route': route, 'url.path': route },
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
