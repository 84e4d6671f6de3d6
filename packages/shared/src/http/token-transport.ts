import type { Dispatcher } from 'undici';
import type { HttpRequest, SendOptions, Sent, TokenCall, Transport } from './exchange.js';
import { sendGuarded } from './send-guarded.js';

/** Where the one token of an account comes from. */
export interface TokenSource {
  take(onCall: (call: TokenCall) => void): Promise<string>;
  forget(): void;
}

/** The account's token and its connections. undici follows no redirect and repeats nothing by itself. */
export class TokenTransport implements Transport {
  readonly #connections: Dispatcher;
  readonly #token: TokenSource;
  readonly #refusalOf: (url: string) => string | undefined;
  #authorization = '';

  /** `refusalOf`: why the token must not travel to that URL, or nothing. */
  constructor(connections: Dispatcher, token: TokenSource, refusalOf: (url: string) => string | undefined) {
    this.#connections = connections;
    this.#token = token;
    this.#refusalOf = refusalOf;
  }

  async prepare(onTokenCall: (call: TokenCall) => void): Promise<void> {
    this.#authorization = `Bearer ${await this.#token.take(onTokenCall)}`;
  }

  forgetToken(): void {
    this.#token.forget();
  }

  async send(request: HttpRequest, options: SendOptions): Promise<Sent> {
    const message = this.#refusalOf(request.url);
    if (message !== undefined) return { kind: 'not-sent', message };
    const headers = { ...request.headers, authorization: this.#authorization };
    return sendGuarded(this.#connections, { ...request, headers }, options);
  }

  close(): Promise<void> {
    return this.#connections.close();
  }
}
