import { setTimeout as pause } from 'node:timers/promises';
import type { TokenCall } from '@sluice/shared/http/exchange';
import { Failure } from '@sluice/shared/failure';
import type { RequestToken } from './request-token.js';

export interface TokenDurations {
  /** Coupa: about 5 s between issue and first use, else a call may be refused. */
  readonly ripenMs: number;
  /** How long a token is expected to serve when its answer does not say. */
  readonly lifeMs: number;
}

interface Token {
  readonly value: string;
  readonly issuedAt: number;
  readonly renewAt: number;
  readonly expiresAt: number;
}

/** Coupa advises to renew a token of 24 hours after 20. */
const renewAfterShare = 20 / 24;

/**
 * The one token of the account. It is renewed long before it ends, and the old one serves until the new one has ripened.
 * A token that was refused while young is not thrown away but used again when it is ripe; the one that follows a refused
 * token is ripe before it is used, so that a second refusal means what it says.
 */
export class CoupaToken {
  readonly #request: RequestToken;
  readonly #durations: TokenDurations;
  #current: Token | undefined;
  #next: Token | undefined;
  #asking: Promise<void> | undefined;
  #mustBeRipe = false;

  constructor(request: RequestToken, durations: TokenDurations) {
    this.#request = request;
    this.#durations = durations;
  }

  /** A token to send now. Rejects with a Failure where there is none to be had. */
  async take(onCall: (call: TokenCall) => void): Promise<string> {
    const token = this.#usable();
    if (token === undefined) await this.#renew(onCall);
    else if (performance.now() >= token.renewAt && this.#next === undefined)
      // Not waited for, and its failure is not told: the current token still serves, the next call asks again.
      this.#renew(onCall).catch(() => undefined);
    const usable = this.#usable();
    if (usable === undefined) throw tokenLost();
    // A timer may fire up to a millisecond early.
    if (this.#mustBeRipe) await pause(Math.max(0, Math.ceil(this.#ripeAt(usable) - performance.now()) + 1));
    this.#mustBeRipe = false;
    return usable.value;
  }

  /** The token was refused. */
  forget(): void {
    this.#mustBeRipe = true;
    const isYoung = this.#current !== undefined && performance.now() < this.#ripeAt(this.#current);
    if (isYoung) return;
    this.#current = this.#next;
    this.#next = undefined;
  }

  /** The next token takes over when it is ripe, or when the current one has ended. */
  #usable(): Token | undefined {
    const now = performance.now();
    const ended = this.#current === undefined || now >= this.#current.expiresAt;
    if (this.#next !== undefined && (ended || now >= this.#ripeAt(this.#next))) {
      this.#current = this.#next;
      this.#next = undefined;
    } else if (ended) this.#current = undefined;
    return this.#current;
  }

  #renew(onCall: (call: TokenCall) => void): Promise<void> {
    this.#asking ??= this.#ask(onCall).finally(() => (this.#asking = undefined));
    return this.#asking;
  }

  async #ask(onCall: (call: TokenCall) => void): Promise<void> {
    const { value, lifeMs = this.#durations.lifeMs } = await this.#request(onCall);
    const issuedAt = performance.now();
    const token = { value, issuedAt, renewAt: issuedAt + lifeMs * renewAfterShare, expiresAt: issuedAt + lifeMs };
    if (this.#current === undefined) this.#current = token;
    else this.#next = token;
  }

  #ripeAt(token: Token): number {
    return token.issuedAt + this.#durations.ripenMs;
  }
}

const tokenLost = (): Failure =>
  new Failure('Coupa’s token was given back before it could be used', {
    code: 'unavailable',
    stage: 'token',
    disposition: 'retry',
  });
