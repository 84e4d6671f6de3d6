import { openConnections } from '../http/open-connections.js';
import { sendGuarded } from '../http/send-guarded.js';
import type { HttpRequest, SendOptions, Sent, TokenCall, Transport } from '../http/exchange.js';
import { IonToken } from './ion-token.js';
import type { IonApiFile } from './ionapi-file.js';
import { originOf } from '../outbound-url.js';
import type { Agent } from 'undici';

export interface IonClientOptions {
  readonly connectTimeoutMs: number;
  /** The connections to a host; as many requests can be open. */
  readonly socketsMost: number;
  readonly tokenRenewBeforeMs: number;
  readonly tokenTimeoutMs: number;
}

/** The one way to M3: the service account's token and the connections. undici follows no redirect and repeats nothing by itself. */
export class IonClient implements Transport {
  readonly #connections: Agent;
  readonly #token: IonToken;
  readonly #hosts: readonly string[];
  #authorization = '';

  constructor(file: IonApiFile, options: IonClientOptions) {
    this.#hosts = file.hosts;
    this.#connections = openConnections(options);
    this.#token = new IonToken(file, {
      connections: this.#connections,
      renewBeforeMs: options.tokenRenewBeforeMs,
      timeoutMs: options.tokenTimeoutMs,
    });
  }

  async prepare(onTokenCall: (call: TokenCall) => void): Promise<void> {
    this.#authorization = `Bearer ${await this.#token.take(onTokenCall)}`;
  }

  forgetToken(): void {
    this.#token.forget();
  }

  async send(request: HttpRequest, options: SendOptions): Promise<Sent> {
    // The token must never travel to a host that the .ionapi file does not name.
    if (!URL.canParse(request.url) || !this.#hosts.includes(new URL(request.url).host))
      return { kind: 'not-sent', message: `${originOf(request.url)} is no host of the .ionapi file` };
    const headers = { ...request.headers, authorization: this.#authorization };
    return sendGuarded(this.#connections, { ...request, headers }, options);
  }

  close(): Promise<void> {
    return this.#connections.close();
  }
}
