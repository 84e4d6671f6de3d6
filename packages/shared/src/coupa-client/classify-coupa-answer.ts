import type { CoupaCall } from './coupa-call.js';
import type { Classified, RefusalWords, ReturnedRecord } from '../http/classified.js';
import { classifyStatus, wordsOf, type StatusRules } from '../http/classify-status.js';
import type { HttpAnswer } from '../http/exchange.js';

const wrongAddress = 'is COUPA_URL right, and does Coupa let this address in?';
const rules: StatusRules = {
  speaker: 'Coupa',
  wrongAddress,
  // Coupa speaks of the document with every other 4xx as well.
  isInBody: (status) => status < 300 || status >= 400,
  redirectMeansWrongAddress: true,
};

/**
 * What Coupa's answer to one call means. Coupa documents 200, 201, 400 and 404; the others were seen by those who call it.
 * A write may be answered without a body, a read never is: a list without documents is `[]`.
 */
export function classifyCoupaAnswer(
  { method }: Pick<CoupaCall, 'method'>,
  answer: HttpAnswer,
  now: number,
): Classified {
  const byStatus = classifyStatus(answer, rules, now);
  if (byStatus !== undefined) return byStatus;
  const { status, body } = answer;
  const isEmpty = body.trim() === '';
  const json = isEmpty ? undefined : parseCoupaJson(body);
  const notJson = `Coupa answers ${status} ${isEmpty ? 'without a body' : `with something that is not JSON: ${wordsOf(answer)}`}`;
  // Coupa's API gives its reasons in JSON. A page, or nothing, comes from something before it.
  if (status >= 400 && json === undefined)
    return { kind: 'rejected', code: 'configuration-invalid', message: `${notJson}; ${wrongAddress}` };
  if (status >= 400) {
    const refusal = refusalOf(status, json);
    // Of this document, or of all: Coupa lacks a scope, or a filter before it speaks JSON.
    if (status === 403) return { kind: 'rejected', code: 'scope-missing', message: refusal.message, refusal };
    return { kind: 'results', results: [{ state: 'nok', refusal }] };
  }
  if (isEmpty && method !== 'GET') return { kind: 'results', results: [{ state: 'ok', records: [] }] };
  if (json === undefined || json === null) return { kind: 'unanswered', code: 'answer-unreadable', message: notJson };
  return { kind: 'results', results: [{ state: 'ok', records: recordsOf(json) }] };
}

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

/**
 * JSON from Coupa, or `undefined` when the text is none. Numbers that a JavaScript number cannot hold exactly stay the
 * text that was sent, and characters that a database column refuses (NUL, half of a pair) are taken out of texts.
 */
function parseCoupaJson(text: string): unknown {
  try {
    return JSON.parse(text, exactly);
  } catch {
    return undefined;
  }
}

function exactly(_key: string, value: unknown, context?: { readonly source?: string }): unknown {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? value : context?.source;
  if (typeof value === 'string') return value.replaceAll('\u0000', '').toWellFormed();
  return value;
}
