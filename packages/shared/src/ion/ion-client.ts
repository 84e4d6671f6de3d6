import { openConnections, type OutboundProxy } from '../http/open-connections.js';
import { TokenCache, type TokenPolicy } from '../http/token-cache.js';
import { TokenTransport } from '../http/token-transport.js';
import { originOf } from '../outbound-url.js';
import { ionTokens, type IonTokenAuth } from './ion-token.js';
import type { IonApiFile } from './ionapi-file.js';

export interface IonClientOptions {
  readonly connectTimeoutMs: number;
  /** The connections to a host; as many requests can be open. */
  readonly socketsMax: number;
  readonly tokens: TokenPolicy;
  readonly tokenTimeoutMs: number;
  /** Default: tried in turn. */
  readonly tokenAuth?: IonTokenAuth | 'auto';
  readonly proxy?: OutboundProxy | undefined;
}

/**
 * The one way to M3. `credentials` is asked each time that a token is needed, so that a new secret counts without a
 * restart. The token must never travel to a host that the .ionapi file did not name at the start.
 */
export class IonClient extends TokenTransport {
  constructor(credentials: () => IonApiFile, options: IonClientOptions) {
    const { hosts } = credentials();
    const connections = openConnections(options);
    const wire = { connections, timeoutMs: options.tokenTimeoutMs };
    const token = new TokenCache(ionTokens(credentials, wire, options.tokenAuth), options.tokens);
    super(connections, token, (url) =>
      URL.canParse(url) && hosts.includes(new URL(url).host)
        ? undefined
        : `${originOf(url)} is no host of the .ionapi file`,
    );
  }
}
