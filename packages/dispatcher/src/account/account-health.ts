import type { Failure } from '@sluice/shared/failure';
import { batchAnswered, batchSizeAtFirst, nextBatchSize } from '../request/batch-size.js';
import { answeredWell, closedBreaker, failed, permissionOf, tried, type Breaker, type Permission } from './breaker.js';
import type { DispatcherContext } from '../dispatcher-context.js';
import type { OutgoingRequest } from '../request/outgoing-request.js';
import type { EndedRequest, Rejected } from '../request/ended-request.js';
import { backOffMs } from '../settings.js';
import { clear, suspect, type Suspects } from './suspects.js';

/** More are not kept in mind; one that is forgotten costs a token more. */
const tokenRefusedToMax = 1_000;

/** Failures in a row that open the breaker; those of one command count once. */
export const failuresMax = 5;

/** What the answers so far say about the whole account: whether the other system is there, how large a request may be, whether the token is good. */
export class AccountHealth {
  readonly #context: DispatcherContext;
  #breaker: Breaker = closedBreaker;
  #callsMax = batchSizeAtFirst;
  /** The last token was refused: another refusal in a row means the credentials. */
  #tokenRefused = false;
  #tokenForgottenAt = 0;
  /** Commands whose token was refused, until they are answered: a second refusal is not for the token's age. */
  readonly #tokenRefusedTo = new Set<string>();
  /** How often in a row no token was to be had. */
  #tokenFailures = 0;
  #suspects: Suspects = [];
  /** A pause was cut short: before anything else leaves, a health probe asks whether it was right to. */
  #askFirst = false;

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
    if (this.#askFirst && this.#breaker.state === 'closed') return { do: 'try' };
    return permissionOf(this.#breaker, performance.now());
  }

  /** One request goes out to find out whether the other system is back. */
  noteTry(): void {
    this.#askFirst = false;
    this.#become(tried(this.#breaker));
  }

  /** For how long the account pauses because no token was to be had: ever longer. */
  noteNoToken(failure: Failure): number {
    const { settings } = this.#context;
    this.#tokenFailures += 1;
    const doubled = (ms: number): number => ms * 2 ** Math.min(20, this.#tokenFailures - 1);
    const backedOffMs =
      failure.disposition === 'park'
        ? Math.min(settings.pauseMaxMs, doubled(settings.refusedMs))
        : Math.min(settings.retryMaxMs, doubled(settings.retryMs));
    return Math.min(settings.pauseMaxMs, Math.max(backedOffMs, failure.retryAfterMs ?? 0));
  }

  noteToken(): void {
    this.#tokenFailures = 0;
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
    this.#become(isAway ? this.#failed(outgoing, ended.kind === 'unanswered') : answeredWell(this.#breaker));
    if (!isAway) this.#suspects = clear(this.#suspects, commandsOf(outgoing));
    if (ended.kind === 'results') {
      this.#tokenRefused = false;
      for (const id of commandsOf(outgoing)) this.#tokenRefusedTo.delete(id);
    }
    if (ended.kind === 'not-sent')
      return { ...request, pause: { forMs: backOffMs(settings, this.#breaker.failures), because: 'unavailable' } };
    return ended.kind === 'rejected' ? this.#rejected(outgoing, request, ended) : request;
  }

  /**
   * Failures that one document explains count once. Where no connection came about none explains it, nor where the one
   * request failed that was to tell whether the other system is back.
   */
  #failed(outgoing: OutgoingRequest, mayBeItsContent: boolean): Breaker {
    const { settings } = this.#context;
    const limits = { failuresMax, openMs: settings.breakerOpenMs, openMaxMs: settings.breakerOpenMaxMs };
    const commands = commandsOf(outgoing);
    if (mayBeItsContent && commands.length > 0 && this.#breaker.state === 'closed') {
      const { suspects, counts } = suspect(this.#suspects, commands);
      this.#suspects = suspects;
      if (!counts) return this.#breaker;
    }
    return failed(this.#breaker, performance.now(), limits);
  }

  #rejected(outgoing: OutgoingRequest, request: EndedRequest, ended: Rejected): EndedRequest {
    const { protocol } = this.#context;
    if (ended.code === 'credentials-refused') {
      // It left with a token that was dropped since: the new one has not been tried yet.
      if (outgoing.intendedAt < this.#tokenForgottenAt) return request;
      protocol.transport.forgetToken();
      this.#tokenForgottenAt = performance.now();
      const commands = commandsOf(outgoing);
      const isFirst = !this.#tokenRefused && !commands.some((id) => this.#tokenRefusedTo.has(id));
      this.#tokenRefused = true;
      if (this.#tokenRefusedTo.size > tokenRefusedToMax) this.#tokenRefusedTo.clear();
      for (const id of commands) this.#tokenRefusedTo.add(id);
      if (isFirst) return request;
    }
    const canBeAsked = protocol.healthProbe !== undefined && outgoing.purpose !== 'health';
    if (ended.code !== 'rate-limited' && canBeAsked) return { ...request, inDoubt: true };
    return this.pausing(request, ended);
  }

  /** The refusal is for all that we send: the whole account pauses. */
  pausing(request: EndedRequest, ended: Rejected): EndedRequest {
    const { protocol, settings, log } = this.#context;
    const otherwise = ended.code === 'rate-limited' ? settings.rateLimitedMs : settings.refusedMs;
    const askedForMs = ended.retryAfterMs ?? otherwise;
    const pause = { forMs: Math.min(askedForMs, settings.pauseMaxMs), because: ended.code };
    const isCut = askedForMs > pause.forMs;
    if (isCut && protocol.healthProbe !== undefined) this.#askFirst = true;
    log.warn(
      { account: protocol.account, ...pause, ...(isCut && { askedForMs }), answer: ended.message },
      isCut
        ? 'the other system asks us to wait for longer than is believed; nothing is sent for a while, then it is asked again'
        : 'the other system rejects our requests, nothing is sent for a while',
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

const commandsOf = ({ parts }: OutgoingRequest): string[] => parts.map(({ commandId }) => commandId);
