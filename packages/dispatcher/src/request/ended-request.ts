import type { CallResult, Classified } from '@sluice/shared/http/classified';
import type { HttpAnswer } from '@sluice/shared/http/exchange';
import { ofPart, type OutgoingRequest, type RequestPart } from './outgoing-request.js';

/** How a request ended, and what that means. */
export type Ended =
  | Exclude<Classified, { kind: 'unanswered' }>
  /** `wait`: no connection came about, so the account waits before it tries again. */
  | { readonly kind: 'not-sent'; readonly message: string; readonly wait: boolean }
  | { readonly kind: 'unanswered'; readonly code: string; readonly message: string };

export type Rejected = Extract<Ended, { readonly kind: 'rejected' }>;

export interface EndedRequest {
  readonly ended: Ended;
  readonly answer?: HttpAnswer;
  readonly durationMs: number;
  /** Nothing is sent for the whole account for so long. */
  readonly pause?: { readonly forMs: number; readonly because: string };
  /** Whether the account was refused or what this request says is not known: a health probe is to tell. */
  readonly inDoubt?: true;
  /** One of the documents in it is refused: each is tried again in a smaller batch. */
  readonly isolate?: true;
}

/** An answer that is here but cannot be used counts as lost. */
export const notFolded: Ended = {
  kind: 'unanswered',
  code: 'answer-unreadable',
  message: 'The answer is here but could not be folded.',
};

/** The results of one command's own calls. A refusal of the whole request is not about any single document that shared it. */
export function endedFor(part: RequestPart, { parts }: OutgoingRequest, ended: Ended): Ended {
  if (ended.kind !== 'results') return ended;
  if (ended.whole !== true || parts.length === 1) return { kind: 'results', results: ofPart(part, ended.results) };
  const refused = ended.results.find(
    (result): result is Extract<CallResult, { state: 'nok' }> => result.state === 'nok',
  );
  const message = `The request of ${parts.length} documents was refused as a whole: ${refused?.refusal.message ?? ''}`;
  return { kind: 'unanswered', code: 'answer-missing', message };
}

/**
 * A request was refused while a health probe is let in, so it was for what it says: a filter before the other system that
 * dislikes a word, an address that is not there. Nothing was done over there. Alone, the document is refused in the words
 * that came; where several shared the request, it is not known yet which one it was.
 */
export function refusedForContent(
  { parts, calls }: OutgoingRequest,
  request: EndedRequest,
  ended: Rejected,
): EndedRequest {
  if (parts.length > 1) return { ...request, isolate: true };
  const { message, refusal = { code: `http-${request.answer?.status ?? 'none'}`, message } } = ended;
  const nok: CallResult = { state: 'nok', refusal };
  return { ...request, ended: { kind: 'results', whole: true, results: calls.map(() => nok) } };
}

/** What came instead of results, in a word or two: `HTTP 503`. */
export function symptomOf({ ended, answer }: Pick<EndedRequest, 'ended' | 'answer'>): string {
  if (answer !== undefined) return `HTTP ${answer.status}`;
  return 'message' in ended ? ended.message : 'no answer';
}
