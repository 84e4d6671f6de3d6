import type { HttpAnswer, HttpRequest } from '@sluice/shared/http/exchange';
import type { Redaction } from '@sluice/shared/redaction';

/** As much of a body as shows what happened. */
const charsMax = 8_000;

/** A request as it goes on record: without secrets, and cut. Credentials travel in headers, which are not recorded. */
export const describeRequest = (redaction: Redaction, { method, url, body }: HttpRequest): Record<string, unknown> => ({
  method,
  url: redaction.text(url),
  ...(body !== undefined && { body: describeBody(redaction, body) }),
});

/** An answer as it goes on record: without secrets, and cut. */
export const describeAnswer = (
  redaction: Redaction,
  { status, headers, body }: HttpAnswer,
): Record<string, unknown> => ({
  status,
  contentType: headers['content-type'],
  bytes: Buffer.byteLength(body),
  body: describeBody(redaction, body),
});

/** Postgres takes neither a NUL nor half a surrogate pair. */
function describeBody(redaction: Redaction, body: string): string {
  const json = parseJson(body);
  const text = json === undefined ? redaction.text(body) : JSON.stringify(redaction.value(json));
  return text.slice(0, charsMax).replaceAll('\u0000', '').toWellFormed();
}

/** Numbers that a JavaScript number cannot hold exactly stay the text that was sent. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text, (_name, value: unknown, context?: { readonly source?: string }) =>
      typeof value === 'number' && !Number.isSafeInteger(value) ? context?.source : value,
    );
  } catch {
    return undefined;
  }
}
