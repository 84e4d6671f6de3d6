import { randomBytes } from 'node:crypto';

const traceparentForm = /^00-([0-9a-f]{32})-[0-9a-f]{16}-([0-9a-f]{2})$/;

/** The W3C trace context of a message: the trace of what caused it, with a span of its own; a new trace where nothing did. */
export function nextTraceparent(cause?: string): string {
  const [, trace, flags] = traceparentForm.exec(cause ?? '') ?? [];
  return `00-${trace ?? randomBytes(16).toString('hex')}-${randomBytes(8).toString('hex')}-${flags ?? '01'}`;
}

export const traceIdOf = (traceparent: string | undefined): string | undefined =>
  traceparentForm.exec(traceparent ?? '')?.[1];
