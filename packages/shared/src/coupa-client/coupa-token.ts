import { ClientSecretPost, clientCredentialsGrantRequest, processClientCredentialsResponse } from 'oauth4webapi';
import type { TokenRequest } from '../http/request-token.js';
import type { TokenPolicy } from '../http/token-cache.js';

export interface CoupaAccount {
  readonly coupaUrl: string;
  readonly coupaClientId: string;
  readonly coupaClientSecret: string;
  /** Separated by blanks. */
  readonly coupaScopes: string;
}

/**
 * Coupa: a token lives for 24 hours and should be renewed after 20; about 5 s must pass between its issue and its first
 * use, else a call may be refused.
 */
export const coupaTokenPolicy: TokenPolicy = {
  renew: { afterShare: 20 / 24 },
  lifeMs: 24 * 60 * 60_000,
  ripensMs: 5_000,
};

/** Coupa's token endpoint, in the form that Coupa documents: client credentials in the body, scopes by blanks. */
export function coupaTokenRequest(account: CoupaAccount): TokenRequest {
  const url = `${account.coupaUrl}/oauth2/token`;
  const server = { issuer: account.coupaUrl, token_endpoint: url };
  const client = { client_id: account.coupaClientId };
  return {
    url,
    server: 'Coupa',
    send: (options) =>
      clientCredentialsGrantRequest(
        server,
        client,
        ClientSecretPost(account.coupaClientSecret),
        { scope: account.coupaScopes },
        options,
      ),
    read: (response) => processClientCredentialsResponse(server, client, response),
    fixRefused: (error) =>
      error === 'invalid_scope'
        ? 'Give the OAuth client in Coupa every scope of COUPA_SCOPES, or take out of COUPA_SCOPES what it lacks.'
        : 'Check COUPA_CLIENT_ID and COUPA_CLIENT_SECRET against the OAuth client in Coupa (Setup, Integrations).',
    fixMissing: 'If it lasts, check COUPA_URL.',
  };
}
