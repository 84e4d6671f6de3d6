import type { FailureCode } from '../failure-codes.js';

export type ReturnedRecord = Readonly<Record<string, unknown>>;

export interface RefusalWords {
  readonly transaction?: string;
  readonly code: string;
  readonly field?: string;
  readonly message: string;
}

export type CallResult =
  | { readonly state: 'ok'; readonly records: readonly ReturnedRecord[] }
  | { readonly state: 'nok'; readonly refusal: RefusalWords }
  /** The answer says that this call was not executed: it may be sent again. */
  | { readonly state: 'not-processed' }
  /** The answer says nothing about this call: its outcome is unknown. */
  | { readonly state: 'missing' };

/** What an HTTP answer means. */
export type Classified =
  /**
   * One result per call, in order. `whole`: the refusal was not for one call but for the request, so where documents
   * shared it, it is not known which one caused it: each is then tried again in a smaller batch.
   */
  | { readonly kind: 'results'; readonly results: readonly CallResult[]; readonly whole?: true }
  /**
   * Turned away before anything was done: no attempt is counted, and the whole account waits.
   * `credentials-refused` first gets one new token. `rate-limited` waits `retryAfterMs`, else the default. `refusal`: the
   * system's own words, for the document where it turns out that only this request was refused.
   */
  | {
      readonly kind: 'rejected';
      readonly code: Extract<
        FailureCode,
        'credentials-refused' | 'scope-missing' | 'rate-limited' | 'configuration-invalid'
      >;
      readonly message: string;
      readonly retryAfterMs?: number;
      readonly refusal?: RefusalWords;
    }
  /** An answer that says nothing about what became of the calls (502, 503, 504, a page instead of JSON). */
  | { readonly kind: 'unanswered'; readonly code: FailureCode; readonly message: string };
