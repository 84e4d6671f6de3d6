import { openConnections, type OutboundProxy } from '../http/open-connections.js';
import { requestToken } from '../http/request-token.js';
import { TokenCache, type TokenPolicy } from '../http/token-cache.js';
import { TokenTransport } from '../http/token-transport.js';
import { coupaTokenRequest, type CoupaAccount } from './coupa-token.js';

export interface CoupaClientOptions {
  readonly connectTimeoutMs: number;
  readonly tokens: TokenPolicy;
  readonly tokenTimeoutMs: number;
  readonly proxy?: OutboundProxy | undefined;
}

/**
 * The one way to Coupa. `account` is asked each time that a token is needed, so that a new secret counts without a
 * restart. The token must never travel to another host, whatever a script says.
 */
export class CoupaClient extends TokenTransport {
  constructor(account: () => CoupaAccount, { connectTimeoutMs, tokens, tokenTimeoutMs, proxy }: CoupaClientOptions) {
    const { origin } = new URL(account().coupaUrl);
    const connections = openConnections({ connectTimeoutMs, socketsMax: 4, proxy });
    const wire = { connections, timeoutMs: tokenTimeoutMs };
    const token = new TokenCache((onCall) => requestToken(coupaTokenRequest(account()), wire, onCall), tokens);
    super(connections, token, (url) =>
      URL.canParse(url) && new URL(url).origin === origin ? undefined : `${url} is not at the address of COUPA_URL`,
    );
  }
}
