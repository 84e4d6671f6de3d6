import { batchSizeAtFirst, nextBatchSize } from '../request/batch-size.js';
import { answeredWell, closedBreaker, failed, permissionOf, tried, type Breaker, type Permission } from './breaker.js';
import type { DispatcherContext } from '../dispatcher-context.js';
import type { OutgoingRequest } from '../request/outgoing-request.js';
import type { Recorded } from '../request/record-answer.js';
import { backOffMs } from '../settings.js';

/** Failures in a row that are more than bad luck. */
export const failuresMax = 5;

/** What the answers so far say about the account as a whole: whether it is there, how large a request may be, whether its token is good. */
export class AccountHealth {
  readonly #context: DispatcherContext;
  #breaker: Breaker = closedBreaker;
  #callsMax = batchSizeAtFirst;
  /** The last token was refused: the next refusal in a row is meant for the credentials. */
  #tokenRefused = false;
  #tokenForgottenAt = 0;

  constructor(context: DispatcherContext) {
    this.#context = context;
  }

  /** How many calls the other system answers in a reasonable time. */
  get callsMax(): number {
    return this.#callsMax;
  }

  get breaker(): Breaker {
    return this.#breaker;
  }

  permission(): Permission {
    return permissionOf(this.#breaker, performance.now());
  }

  /** One request goes out to see whether the other side is back. */
  noteTry(): void {
    this.#become(tried(this.#breaker));
  }

  /** The request that was to find out has not left: it is as open as before. */
  noteNotTried(): void {
    if (this.#breaker.state === 'half-open') this.#become({ ...this.#breaker, state: 'open' });
  }

  /** Takes an answer in, and adds to it what the whole account must do because of it. */
  note(outgoing: OutgoingRequest, recorded: Recorded): Recorded {
    const { protocol, settings } = this.#context;
    this.#callsMax = nextBatchSize(this.#callsMax, sizeOf(outgoing, recorded), {
      most: protocol.callsPerRequest,
      slowMs: settings.slowAnswerMs,
    });
    const { ended } = recorded;
    if (ended.kind === 'not-sent' && !ended.wait) {
      this.noteNotTried();
      return recorded;
    }
    const isAway = ended.kind === 'unanswered' || ended.kind === 'not-sent';
    const limits = { failuresMax, openMs: settings.breakerOpenMs, openMostMs: settings.breakerOpenMostMs };
    this.#become(isAway ? failed(this.#breaker, performance.now(), limits) : answeredWell(this.#breaker));
    if (ended.kind === 'results') this.#tokenRefused = false;
    if (ended.kind === 'not-sent')
      return { ...recorded, pause: { forMs: backOffMs(settings, this.#breaker.failures), because: 'unavailable' } };
    return ended.kind === 'rejected' ? this.#rejected(outgoing, recorded, ended) : recorded;
  }

  #rejected(
    outgoing: OutgoingRequest,
    recorded: Recorded,
    ended: Extract<Recorded['ended'], { kind: 'rejected' }>,
  ): Recorded {
    const { protocol, settings } = this.#context;
    if (ended.code === 'credentials-refused') {
      // It left with a token that is forgotten already: the new one has not been tried yet.
      if (outgoing.intendedAt < this.#tokenForgottenAt) return recorded;
      protocol.transport.forgetToken();
      this.#tokenForgottenAt = performance.now();
      const isFirst = !this.#tokenRefused;
      this.#tokenRefused = true;
      if (isFirst) return recorded;
    }
    const otherwise = ended.code === 'rate-limited' ? settings.rateLimitedMs : settings.refusedMs;
    const pause = { forMs: ended.retryAfterMs ?? otherwise, because: ended.code };
    this.#context.log.warn(
      { account: protocol.account, ...pause, said: ended.message },
      'the other side turns us away and is left alone for a while',
    );
    return { ...recorded, pause };
  }

  #become(next: Breaker): void {
    const before = this.#breaker;
    this.#breaker = next;
    if (next.state === before.state) return;
    const line = { account: this.#context.protocol.account, from: before.state, to: next.state };
    if (next.state === 'open')
      this.#context.log.warn(
        { ...line, failures: next.failures, forMs: Math.round(next.openUntil - performance.now()) },
        'the other side does not answer and is left alone for a while',
      );
    else this.#context.log.info(line, next.state === 'closed' ? 'the other side is back' : 'seeing whether it is back');
  }
}

function sizeOf(
  { calls }: OutgoingRequest,
  { ended, answer, durationMs }: Recorded,
): Parameters<typeof nextBatchSize>[1] {
  const isLong = ended.kind === 'unanswered' && (answer === undefined || answer.status === 504);
  const how = isLong ? 'too-long' : ended.kind === 'results' ? 'answered' : 'other';
  return { calls: calls.length, durationMs, ended: how };
}
