import type { FailureCode } from '../failure-codes.js';
import type { Classified } from './classified.js';
import type { HttpAnswer } from './exchange.js';

/** What the client of one system adds: how it is called, and where its own words count more than the status. */
export interface StatusRules {
  /** Who answers, as a message names it: `Coupa`. */
  readonly speaker: string;
  /** What to look at when an address is not known there: `is COUPA_URL right?`. */
  readonly wrongAddress: string;
  /** Statuses with which the system itself speaks of what was asked: the client reads the body. */
  readonly isInBody: (status: number) => boolean;
  /**
   * Whether a redirect means that we asked at the wrong address, and nothing was done. Otherwise it says no more than a
   * time-out. It is never followed: the token would travel along.
   */
  readonly redirectMeansWrongAddress: boolean;
}

/**
 * What an HTTP status says about a request, for every system in one place; `undefined` where the client must read the
 * body, or refuses what was asked by this status.
 *
 * What follows from it is the dispatcher's: `rejected` was turned away before anything was done, so no attempt is counted
 * and the whole account waits. After 401 that is one new token first; after 429 it is the time of `Retry-After`, else a
 * default, and the account is slower for a while (`paceAfter`). `unanswered` says nothing about the effect.
 */
export function classifyStatus(answer: HttpAnswer, rules: StatusRules, now: number): Classified | undefined {
  const { status, headers } = answer;
  const { speaker, wrongAddress, isInBody, redirectMeansWrongAddress } = rules;
  const message = `${speaker} answers ${status}: ${wordsOf(answer)}`;
  const rejected = (code: RejectionCode, text = message): Classified => ({ kind: 'rejected', code, message: text });
  if (status === 401) return rejected('credentials-refused');
  if (status === 429) {
    const wait = retryAfterMs(headers['retry-after'], clockOf(answer, now));
    return { ...rejected('rate-limited'), ...(wait !== undefined && { retryAfterMs: wait }) } as Classified;
  }
  // A gateway gives up after its own time-out while the system behind it goes on.
  if (status >= 500 || status === 408) return { kind: 'unanswered', code: 'unavailable', message };
  if (isInBody(status)) return undefined;
  if (status < 400)
    return redirectMeansWrongAddress && status >= 300
      ? rejected(
          'configuration-invalid',
          `${message}, a redirect to ${headers['location'] ?? 'nowhere'}; ${wrongAddress}`,
        )
      : { kind: 'unanswered', code: 'unavailable', message };
  if (status === 403) return rejected('scope-missing');
  if (status === 404 || status === 405) return rejected('configuration-invalid', `${message}; ${wrongAddress}`);
  return undefined;
}

type RejectionCode = Extract<
  FailureCode,
  'credentials-refused' | 'scope-missing' | 'rate-limited' | 'configuration-invalid'
>;

/** The beginning of what came, on one line. */
export const wordsOf = ({ body, headers }: HttpAnswer): string =>
  body.replaceAll(/\s+/g, ' ').trim().slice(0, 200) || headers['www-authenticate'] || 'no words';

/** A date counts from the moment that the answer itself names, as our clock may be another. */
function clockOf({ headers }: HttpAnswer, now: number): number {
  const date = Date.parse(headers['date'] ?? '');
  return Number.isNaN(date) ? now : date;
}

/**
 * How long a `Retry-After` header asks to wait: seconds or an HTTP date; `undefined` when it says neither. ION's own
 * documentation does not promise the header, but load balancers send it. A date counts from `now`, in milliseconds since
 * 1970; where that is not known (NaN) a date says nothing.
 */
export function retryAfterMs(header: string | undefined, now: number): number | undefined {
  const text = header?.trim() ?? '';
  if (/^\d{1,9}$/.test(text)) return Number(text) * 1000;
  // A weekday begins every HTTP date; Date.parse alone would take "-5" or "1.5" for a date.
  if (!/^[A-Z][a-z]{2}/.test(text)) return undefined;
  const wait = Date.parse(text) - now;
  return Number.isNaN(wait) ? undefined : Math.max(0, wait);
}
