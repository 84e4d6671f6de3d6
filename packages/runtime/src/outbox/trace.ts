import { randomUUID } from 'node:crypto';

const traceparentForm = /^00-([0-9a-f]{32})-[0-9a-f]{16}-([0-9a-f]{2})$/;

/** 32 digits that are random but for a few bits. Node keeps a stock of them, so that they cost a quarter of other random bytes. */
const randomHex = (): string => randomUUID().replaceAll('-', '');

/** The W3C trace context of a message: the trace of what caused it, with a span of its own; a new trace where nothing did. */
export function nextTraceparent(cause?: string): string {
  const [, trace, flags] = traceparentForm.exec(cause ?? '') ?? [];
  return `00-${trace ?? randomHex()}-${randomHex().slice(16)}-${flags ?? '01'}`;
}

export const traceIdOf = (traceparent: string | undefined): string | undefined =>
  traceparentForm.exec(traceparent ?? '')?.[1];
