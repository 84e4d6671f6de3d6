import type { Agent } from 'undici';
import type { HttpRequest, SendOptions, Sent, TokenCall, Transport } from '@sluice/shared/http/exchange';
import { CoupaToken, type TokenDurations } from './coupa-token.js';
import { requestToken, type CoupaAccount } from './request-token.js';
import { openConnections } from '@sluice/shared/http/open-connections';
import { sendGuarded } from '@sluice/shared/http/send-guarded';

export interface TransportOptions extends TokenDurations {
  readonly connectTimeoutMs: number;
}

/** The one way to Coupa: its token and its connections. undici follows no redirect and repeats nothing by itself. */
export class CoupaTransport implements Transport {
  readonly #connections: Agent;
  readonly #token: CoupaToken;
  readonly #origin: string;
  #authorization = '';

  constructor(account: CoupaAccount, { connectTimeoutMs, ...durations }: TransportOptions) {
    this.#origin = new URL(account.coupaUrl).origin;
    this.#connections = openConnections({ connectTimeoutMs, socketsMost: 4 });
    this.#token = new CoupaToken(requestToken(account, this.#connections), durations);
  }

  async prepare(onTokenCall: (call: TokenCall) => void): Promise<void> {
    this.#authorization = `Bearer ${await this.#token.take(onTokenCall)}`;
  }

  forgetToken(): void {
    this.#token.forget();
  }

  async send(request: HttpRequest, options: SendOptions): Promise<Sent> {
    // The token must never travel to another host, whatever a script says.
    if (new URL(request.url).origin !== this.#origin)
      return { kind: 'not-sent', message: `${request.url} is not at the address of COUPA_URL` };
    const headers = { ...request.headers, authorization: this.#authorization };
    return sendGuarded(this.#connections, { ...request, headers }, options);
  }

  close(): Promise<void> {
    return this.#connections.close();
  }
}
