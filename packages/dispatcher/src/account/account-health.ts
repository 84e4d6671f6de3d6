import { batchAnswered, batchSizeAtFirst, nextBatchSize } from '../request/batch-size.js';
import { answeredWell, closedBreaker, failed, permissionOf, tried, type Breaker, type Permission } from './breaker.js';
import type { DispatcherContext } from '../dispatcher-context.js';
import type { OutgoingRequest } from '../request/outgoing-request.js';
import type { EndedRequest } from '../request/ended-request.js';
import { backOffMs } from '../settings.js';

/** Failures in a row that open the breaker. */
export const failuresMax = 5;

/** What the answers so far say about the whole account: whether the other system is there, how large a request may be, whether the token is good. */
export class AccountHealth {
  readonly #context: DispatcherContext;
  #breaker: Breaker = closedBreaker;
  #callsMax = batchSizeAtFirst;
  /** The last token was refused: another refusal in a row means the credentials. */
  #tokenRefused = false;
  #tokenForgottenAt = 0;

  constructor(context: DispatcherContext) {
    this.#context = context;
  }

  /** How many calls a request may carry so that it is answered in a reasonable time. */
  get callsMax(): number {
    return this.#callsMax;
  }

  get breaker(): Breaker {
    return this.#breaker;
  }

  permission(): Permission {
    return permissionOf(this.#breaker, performance.now());
  }

  /** One request goes out to find out whether the other system is back. */
  noteTry(): void {
    this.#become(tried(this.#breaker));
  }

  /** That request has not left: the breaker is as open as before. */
  noteNotTried(): void {
    if (this.#breaker.state === 'half-open') this.#become({ ...this.#breaker, state: 'open' });
  }

  /** Learns from how a request ended, and adds the pause that the whole account must make because of it. */
  note(outgoing: OutgoingRequest, request: EndedRequest): EndedRequest {
    const { protocol, settings } = this.#context;
    this.#callsMax = nextBatchSize(this.#callsMax, batchAnswered(outgoing, request), {
      callsMax: protocol.callsPerRequest,
      slowMs: settings.slowAnswerMs,
    });
    const { ended } = request;
    if (ended.kind === 'not-sent' && !ended.wait) {
      this.noteNotTried();
      return request;
    }
    const isAway = ended.kind === 'unanswered' || ended.kind === 'not-sent';
    const limits = { failuresMax, openMs: settings.breakerOpenMs, openMaxMs: settings.breakerOpenMaxMs };
    this.#become(isAway ? failed(this.#breaker, performance.now(), limits) : answeredWell(this.#breaker));
    if (ended.kind === 'results') this.#tokenRefused = false;
    if (ended.kind === 'not-sent')
      return { ...request, pause: { forMs: backOffMs(settings, this.#breaker.failures), because: 'unavailable' } };
    return ended.kind === 'rejected' ? this.#rejected(outgoing, request, ended) : request;
  }

  #rejected(
    outgoing: OutgoingRequest,
    request: EndedRequest,
    ended: Extract<EndedRequest['ended'], { kind: 'rejected' }>,
  ): EndedRequest {
    const { protocol, settings } = this.#context;
    if (ended.code === 'credentials-refused') {
      // It left with a token that was dropped since: the new one has not been tried yet.
      if (outgoing.intendedAt < this.#tokenForgottenAt) return request;
      protocol.transport.forgetToken();
      this.#tokenForgottenAt = performance.now();
      const isFirst = !this.#tokenRefused;
      this.#tokenRefused = true;
      if (isFirst) return request;
    }
    const otherwise = ended.code === 'rate-limited' ? settings.rateLimitedMs : settings.refusedMs;
    const pause = { forMs: ended.retryAfterMs ?? otherwise, because: ended.code };
    this.#context.log.warn(
      { account: protocol.account, ...pause, answer: ended.message },
      'the other system rejects our requests, nothing is sent for a while',
    );
    return { ...request, pause };
  }

  #become(next: Breaker): void {
    const before = this.#breaker;
    this.#breaker = next;
    if (next.state === before.state) return;
    const line = { account: this.#context.protocol.account, from: before.state, to: next.state };
    if (next.state === 'open')
      this.#context.log.warn(
        { ...line, failures: next.failures, forMs: Math.round(next.openUntil - performance.now()) },
        'the other system does not answer, nothing is sent for a while',
      );
    else
      this.#context.log.info(
        line,
        next.state === 'closed' ? 'the other system is back' : 'probing whether the other system is back',
      );
  }
}
