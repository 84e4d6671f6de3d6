import { z } from 'zod';
import type { CallResult, Classified, ReturnedRecord } from '../http/classified.js';
import { classifyStatus, wordsOf, type StatusRules } from '../http/classify-status.js';
import type { HttpAnswer } from '../http/exchange.js';
import type { M3TransactionCall } from './m3-request.js';

const words = z.string().nullish();
const Problem = z.object({
  errorMessage: words,
  errorCode: words,
  errorField: words,
  errorType: words,
  errorCfg: z.unknown().optional(),
});
type Problem = z.infer<typeof Problem>;
const Result = Problem.extend({
  transaction: words,
  notProcessed: z.boolean().nullish(),
  records: z.array(z.record(z.string(), z.unknown())).nullish(),
});
const Bulk = Problem.extend({
  results: z.array(Result).nullish(),
  wasTerminated: z.boolean().nullish(),
  terminationReason: words,
  // Infor's own spelling.
  nrOfSuccessfullTransactions: z.number().nullish().catch(undefined),
  nrOfFailedTransactions: z.number().nullish().catch(undefined),
});
type Bulk = z.infer<typeof Bulk>;

const rules: StatusRules = {
  speaker: 'the API gateway',
  wrongAddress: 'is M3_API_PATH right?',
  isInBody: (status) => status === 200 || status === 400,
  redirectMeansWrongAddress: false,
};

/**
 * What an answer of m3api-rest v2 says about each call of the request. Infor's own SDK reads the same JSON from HTTP 200
 * and 400; success of the HTTP call is not success of a transaction. A call that the answer does not speak of is
 * `missing`: it is not known whether it was executed. Refusals are told by code, because texts come in the user's language.
 */
export function classifyM3Answer(calls: readonly M3TransactionCall[], answer: HttpAnswer, now: number): Classified {
  const byStatus = classifyStatus(answer, rules, now);
  if (byStatus !== undefined) return byStatus;
  const { status } = answer;
  if (rules.isInBody(status)) return fromBody(calls, answer.body, status);
  const message = `${rules.speaker} answers ${status}: ${wordsOf(answer)}`;
  // Only these two are about the body for certain.
  if (status !== 413 && status !== 415)
    return { kind: 'rejected', code: 'configuration-invalid', message: `${message}; ${rules.wrongAddress}` };
  const problem = { errorCode: `http-${status}`, errorMessage: message };
  return { kind: 'results', whole: true, results: calls.map((call) => refused(call, problem)) };
}

function fromBody(calls: readonly M3TransactionCall[], body: string, status: number): Classified {
  const bulk = Bulk.safeParse(parseM3Json(body));
  if (!bulk.success)
    return {
      kind: 'unanswered',
      code: 'answer-unreadable',
      message: `HTTP ${status} with a body that is not M3’s JSON`,
    };
  const { results } = bulk.data;
  if (results !== null && results !== undefined && results.length > 0) {
    const areOurs = results.length <= calls.length && results.every((result, index) => names(result, calls[index]));
    const totals = totalsOf(bulk.data, results);
    return {
      kind: 'results',
      results: calls.map((call, index) => (areOurs ? resultOf(call, results[index], totals) : { state: 'missing' })),
    };
  }
  if (isPostponed(bulk.data)) return { kind: 'results', results: calls.map(() => ({ state: 'not-processed' })) };
  if (isRefusal(bulk.data))
    return { kind: 'results', whole: true, results: calls.map((call) => refused(call, bulk.data)) };
  return { kind: 'results', results: calls.map(() => ({ state: 'missing' })) };
}

/**
 * A result stands for the call at its place and repeats the transaction's name. Where one names another, or there are more
 * than calls, it is not known which belongs to which, and a write must not count as done.
 */
const names = ({ transaction }: z.infer<typeof Result>, call: M3TransactionCall | undefined): boolean =>
  isBlank(transaction) || transaction?.trim() === call?.transaction;

const isBlank = (text: string | null | undefined): boolean => (text?.trim() ?? '') === '';

/** What the totals beside the results say: all of them succeeded, more failed than can be seen among them, or neither. */
type Totals = 'all-ok' | 'contradicts' | 'nothing';

function totalsOf(bulk: Bulk, results: readonly z.infer<typeof Result>[]): Totals {
  const { nrOfSuccessfullTransactions: ok, nrOfFailedTransactions: failed, wasTerminated } = bulk;
  if ((failed ?? 0) > results.filter((result) => isRefusal(result) || isPostponed(result)).length) return 'contradicts';
  return ok === results.length && failed === 0 && wasTerminated !== true ? 'all-ok' : 'nothing';
}

/**
 * Only what proves success is one: a result that repeats the transaction's name, that holds records, or that the totals
 * count among the successful. That no known failure is in it proves nothing.
 */
function resultOf(call: M3TransactionCall, result: z.infer<typeof Result> | undefined, totals: Totals): CallResult {
  if (result === undefined) return { state: 'missing' };
  if (result.notProcessed === true) return { state: 'not-processed' };
  if (isPostponed(result)) return { state: 'not-processed' };
  if (!isRefusal(result)) {
    const records = result.records ?? [];
    const isProven = !isBlank(result.transaction) || records.length > 0 || totals === 'all-ok';
    if (!isProven || totals === 'contradicts') return { state: 'missing' };
    if (records.length >= (call.mayBeCutFrom ?? Number.POSITIVE_INFINITY)) return cut(call, records.length);
    return { state: 'ok', records: records.map(trimmed) };
  }
  const code = result.errorCode?.trim();
  return code !== undefined && call.absentCodes?.includes(code) === true
    ? { state: 'ok', records: [] }
    : refused(call, result);
}

/** What is looked for in a list that may have been cut may be among the rest: that it was not found says nothing. */
const cut = (call: M3TransactionCall, count: number): CallResult =>
  refused(call, {
    errorCode: 'list-cut',
    errorMessage: `M3 lists ${count} records and may have cut the list there: it is not known what is among the rest`,
  });

/** XO_1130 "please try again later": M3 has not begun. */
const isPostponed = ({ errorCode }: Partial<Problem>): boolean => errorCode?.trim() === 'XO_1130';

/** Whatever stands in one of these fields, whether or not its value is known. */
const isRefusal = ({ errorMessage, errorCode, errorType, errorField, errorCfg }: Partial<Problem>): boolean =>
  [errorMessage, errorCode, errorType, errorField].some((text) => !isBlank(text)) ||
  (errorCfg !== undefined && errorCfg !== null && errorCfg !== '');

function refused(call: M3TransactionCall, problem: Partial<Problem>): CallResult {
  const code = problem.errorCode?.trim() || problem.errorType?.trim() || 'unknown';
  const field = problem.errorField?.trim();
  return {
    state: 'nok',
    refusal: {
      transaction: call.transaction,
      code,
      ...(field !== undefined && field !== '' && { field }),
      message: plainWords(problem.errorMessage, code, field) || code,
    },
  };
}

/** M3 pads its texts and may repeat code and field in them. */
function plainWords(message: string | null | undefined, code: string, field: string | undefined): string {
  const parts = (message ?? '').trim().split(/\s+/);
  const kept = parts.filter(
    (part, index) => part !== code && !(index > 0 && index === parts.length - 1 && part === field),
  );
  return kept.join(' ');
}

const trimmed = (record: ReturnedRecord): ReturnedRecord =>
  Object.fromEntries(
    Object.entries(record).map(([field, value]) => [field, typeof value === 'string' ? value.trim() : value]),
  );

/**
 * JSON from M3, or `undefined` when the text is none. Characters that a database column refuses (NUL, half of a pair) are
 * taken out of texts and names, so that an answer can always be written down.
 */
export function parseM3Json(text: string): unknown {
  try {
    return JSON.parse(text, writable);
  } catch {
    return undefined;
  }
}

function writable(_key: string, value: unknown): unknown {
  if (typeof value === 'string') return clean(value);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [clean(name), one]));
}

const clean = (text: string): string => text.replaceAll('\u0000', '').toWellFormed();
