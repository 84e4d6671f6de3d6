import { randomUUID } from 'node:crypto';

const form = /^00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/;

/** 32 digits that are random but for a few bits. Node caches random bytes for UUIDs, so that they cost a quarter of others. */
const randomHex = (): string => randomUUID().replaceAll('-', '');

/** The content of a W3C `traceparent`: the trace, the span in it that caused what follows, and its flags in hex. */
export interface TraceContext {
  readonly traceId: string;
  readonly spanId: string;
  readonly flags: string;
}

/** `undefined` where the text is absent or no traceparent. */
export function readTraceparent(traceparent: string | undefined): TraceContext | undefined {
  const [, traceId, spanId, flags] = form.exec(traceparent ?? '') ?? [];
  if (traceId === undefined || spanId === undefined || flags === undefined) return undefined;
  return { traceId, spanId, flags };
}

export const writeTraceparent = ({ traceId, spanId, flags }: TraceContext): string =>
  `00-${traceId}-${spanId}-${flags}`;

/** What a message carries: the span that caused it, unchanged, or a new trace where nothing did. */
export const traceparentAfter = (cause: string | undefined): string =>
  cause !== undefined && form.test(cause) ? cause : newTraceparent();

export const newTraceparent = (): string =>
  writeTraceparent({ traceId: randomHex(), spanId: randomHex().slice(16), flags: '01' });

export const traceIdOf = (traceparent: string | undefined): string | undefined => readTraceparent(traceparent)?.traceId;
