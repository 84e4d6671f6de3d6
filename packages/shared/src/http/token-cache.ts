import { setTimeout as pause } from 'node:timers/promises';
import type { TokenCall } from './exchange.js';
import type { IssuedToken } from './request-token.js';

/** How one system's tokens are to be treated. */
export interface TokenPolicy {
  /** When a new one is asked for: so long before its end, or after this share of its life. */
  readonly renew: { readonly beforeEndMs: number } | { readonly afterShare: number };
  /** How long a token is expected to serve when its answer does not say. */
  readonly lifeMs: number;
  /**
   * For how long after its issue a good token may still be refused; 0 where that never happens. While a token is so young
   * a refusal says nothing: the token is kept, and used again when the time is over.
   */
  readonly ripensMs: number;
}

interface Token {
  readonly value: string;
  readonly ripeAt: number;
  readonly renewAt: number;
  readonly expiresAt: number;
}

/**
 * The one token of an account. It is asked for once, however many want it at the same time, and renewed before it ends,
 * while the old one still serves. After a refused token the next one is used only when it is ripe, so that a second
 * refusal means what it says: the credentials. Each request asks for the credentials anew, so changed ones count from then on.
 */
export class TokenCache {
  readonly #request: (onCall: (call: TokenCall) => void) => Promise<IssuedToken>;
  readonly #policy: TokenPolicy;
  #current: Token | undefined;
  #next: Token | undefined;
  #asking: Promise<Token> | undefined;
  #mustBeRipe = false;

  constructor(request: (onCall: (call: TokenCall) => void) => Promise<IssuedToken>, policy: TokenPolicy) {
    this.#request = request;
    this.#policy = policy;
  }

  /** A token to send now. Rejects with a Failure where there is none to be had. */
  async take(onCall: (call: TokenCall) => void): Promise<string> {
    let token = this.#usable();
    if (token === undefined) token = await this.#renew(onCall);
    else if (performance.now() >= token.renewAt && this.#next === undefined)
      // Not waited for, and its failure is only on record: the current token still serves, and the next call asks again.
      this.#renew(onCall).catch(() => undefined);
    if (this.#mustBeRipe) await pause(msUntil(token.ripeAt));
    this.#mustBeRipe = false;
    return token.value;
  }

  /** The token was refused. */
  forget(): void {
    this.#mustBeRipe = this.#policy.ripensMs > 0;
    const isYoung = this.#current !== undefined && performance.now() < this.#current.ripeAt;
    if (isYoung) return;
    this.#current = this.#next;
    this.#next = undefined;
  }

  /** The next token takes over when it is ripe, or when the current one has ended. */
  #usable(): Token | undefined {
    const now = performance.now();
    const hasEnded = this.#current === undefined || now >= this.#current.expiresAt;
    if (this.#next !== undefined && (hasEnded || now >= this.#next.ripeAt)) {
      this.#current = this.#next;
      this.#next = undefined;
    } else if (hasEnded) this.#current = undefined;
    return this.#current;
  }

  #renew(onCall: (call: TokenCall) => void): Promise<Token> {
    this.#asking ??= this.#ask(onCall).finally(() => (this.#asking = undefined));
    return this.#asking;
  }

  async #ask(onCall: (call: TokenCall) => void): Promise<Token> {
    const { renew, ripensMs, lifeMs: usualLifeMs } = this.#policy;
    const { value, lifeMs = usualLifeMs } = await this.#request(onCall);
    const issuedAt = performance.now();
    const renewAfterMs =
      'afterShare' in renew
        ? lifeMs * renew.afterShare
        : // One that lives shorter than twice that time is renewed at half its life, not at once.
          Math.max(lifeMs - renew.beforeEndMs, lifeMs / 2);
    const token = {
      value,
      ripeAt: issuedAt + ripensMs,
      renewAt: issuedAt + renewAfterMs,
      expiresAt: issuedAt + lifeMs,
    };
    if (this.#current === undefined) this.#current = token;
    else this.#next = token;
    return token;
  }
}

/** A timer may fire up to a millisecond early. */
const msUntil = (time: number): number => Math.max(0, Math.ceil(time - performance.now()) + 1);
