import { openConnections } from '../http/open-connections.js';
import { TokenTransport } from '../http/token-transport.js';
import { IonToken } from './ion-token.js';
import type { IonApiFile } from './ionapi-file.js';
import { originOf } from '../outbound-url.js';

export interface IonClientOptions {
  readonly connectTimeoutMs: number;
  /** The connections to a host; as many requests can be open. */
  readonly socketsMax: number;
  readonly tokenRenewBeforeMs: number;
  readonly tokenTimeoutMs: number;
}

/** The one way to M3. The token must never travel to a host that the .ionapi file does not name. */
export class IonClient extends TokenTransport {
  constructor(file: IonApiFile, options: IonClientOptions) {
    const connections = openConnections(options);
    const token = new IonToken(file, {
      connections,
      renewBeforeMs: options.tokenRenewBeforeMs,
      timeoutMs: options.tokenTimeoutMs,
    });
    super(connections, token, (url) =>
      URL.canParse(url) && file.hosts.includes(new URL(url).host)
        ? undefined
        : `${originOf(url)} is no host of the .ionapi file`,
    );
  }
}
