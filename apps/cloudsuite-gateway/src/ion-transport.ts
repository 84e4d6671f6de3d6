import { openConnections } from '@sluice/dispatcher/open-connections';
import { sendGuarded } from '@sluice/dispatcher/send-guarded';
import type { HttpRequest, SendOptions, Sent, TokenCall, Transport } from '@sluice/dispatcher/protocol';
import { IonToken } from '@sluice/shared/ion/ion-token';
import type { IonApiFile } from '@sluice/shared/ion/ionapi-file';
import { originOf } from '@sluice/shared/outbound-url';
import type { Agent } from 'undici';

export interface IonTransportOptions {
  readonly connectTimeoutMs: number;
  /** The connections to a host; as many requests can be open. */
  readonly socketsMost: number;
  readonly tokenRenewBeforeMs: number;
  readonly tokenTimeoutMs: number;
}

/** The one way to M3: the service account's token and the connections. undici follows no redirect and repeats nothing by itself. */
export class IonTransport implements Transport {
  readonly #connections: Agent;
  readonly #token: IonToken;
  readonly #hosts: readonly string[];
  #authorization = '';

  constructor(file: IonApiFile, options: IonTransportOptions) {
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
