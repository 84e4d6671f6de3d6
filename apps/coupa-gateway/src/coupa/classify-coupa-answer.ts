import type { Classified, RefusalWords, ReturnedRecord } from '@sluice/shared/http/classified';
import type { HttpAnswer } from '@sluice/shared/http/exchange';
import { retryAfterMs } from '@sluice/shared/ion/retry-after';
import { parseCoupaJson } from './parse-coupa-json.js';

/** What Coupa's answer to one call means. Coupa documents 200, 201, 400 and 404; the others were seen by those who call it. */
export function classifyCoupaAnswer(answer: HttpAnswer): Classified {
  const { status, headers, body } = answer;
  const json = body.trim() === '' ? null : parseCoupaJson(body);

  if (status === 429) {
    // A date counts from the moment that the answer itself names, as our clock may be another.
    const wait = retryAfterMs(headers['retry-after'], Date.parse(headers['date'] ?? ''));
    const message = 'Coupa answers 429: more than its 25 requests a second';
    return {
      kind: 'rejected',
      code: 'rate-limited',
      message,
      ...(wait !== undefined && { retryAfterMs: wait }),
    };
  }
  if (status === 401)
    return { kind: 'rejected', code: 'credentials-refused', message: `Coupa refuses the token: ${wordsOf(answer)}` };
  if (status >= 500 || status === 408)
    return { kind: 'unanswered', code: 'unavailable', message: `Coupa answers ${status}: ${wordsOf(answer)}` };
  if (status >= 300 && status < 400)
    return notCoupa(`${status} redirects to ${headers['location'] ?? 'nowhere'}; redirects are not followed`);

  if (status >= 400) {
    // A page instead of JSON is not Coupa's API speaking but something before it: it says nothing about the document.
    if (json === undefined) return notCoupa(`${status} came with a page instead of JSON: ${wordsOf(answer)}`);
    return { kind: 'results', results: [{ state: 'nok', refusal: refusalOf(status, json) }] };
  }
  if (json === undefined)
    return {
      kind: 'unanswered',
      code: 'answer-unreadable',
      message: `Coupa answers ${status} with something that is not JSON: ${wordsOf(answer)}`,
    };
  return { kind: 'results', results: [{ state: 'ok', records: recordsOf(json) }] };
}

const notCoupa = (what: string): Classified => ({
  kind: 'rejected',
  code: 'configuration-invalid',
  message: `Is COUPA_URL right, and does Coupa let this address in? ${what}`,
});

/** One document is one record, a list one record each, no body none. */
const recordsOf = (json: unknown): ReturnedRecord[] => (Array.isArray(json) ? json : [json]).filter(isRecord);

const isRecord = (value: unknown): value is ReturnedRecord =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Coupa's words: `{ "errors": { "<field>": ["<message>"] } }`, of which the inner part may also be a list or a text. */
function refusalOf(status: number, json: unknown): RefusalWords {
  const errors = isRecord(json) ? (json['errors'] ?? json['error'] ?? json['message']) : json;
  const field = isRecord(errors) ? Object.keys(errors)[0] : undefined;
  const message = textsOf(errors).join('; ') || `Coupa answers ${status} without saying why`;
  return { code: String(status), message, ...(field !== undefined && field !== '' && { field }) };
}

function textsOf(errors: unknown): string[] {
  if (typeof errors === 'string') return [errors];
  if (Array.isArray(errors)) return errors.flatMap(textsOf);
  if (!isRecord(errors)) return [];
  return Object.entries(errors).map(([field, inner]) => `${field}: ${textsOf(inner).join(', ')}`);
}

/** The beginning of what came, on one line. */
const wordsOf = ({ body, headers }: HttpAnswer): string =>
  body.replaceAll(/\s+/g, ' ').trim().slice(0, 200) || headers['www-authenticate'] || 'no words';
