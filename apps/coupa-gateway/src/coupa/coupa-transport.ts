import { CoupaToken, type TokenDurations } from './coupa-token.js';
import { requestToken, type CoupaAccount } from './request-token.js';
import { openConnections } from '@sluice/shared/http/open-connections';
import { TokenTransport } from '@sluice/shared/http/token-transport';

export interface TransportOptions extends TokenDurations {
  readonly connectTimeoutMs: number;
}

/** The one way to Coupa. The token must never travel to another host, whatever a script says. */
export class CoupaTransport extends TokenTransport {
  constructor(account: CoupaAccount, { connectTimeoutMs, ...durations }: TransportOptions) {
    const { origin } = new URL(account.coupaUrl);
    const connections = openConnections({ connectTimeoutMs, socketsMax: 4 });
    super(connections, new CoupaToken(requestToken(account, connections), durations), (url) =>
      new URL(url).origin === origin ? undefined : `${url} is not at the address of COUPA_URL`,
    );
  }
}
