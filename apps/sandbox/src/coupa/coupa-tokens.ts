import { json, type Answer } from '../http/answer.js';
import type { Exchange } from '../http/exchange.js';
import { readClientCredentials, readForm } from '../http/form.js';
import { sameSecret } from '../secrets.js';
import type { TokenStore } from '../token-store.js';

/** 24 hours, less the second that Coupa takes off. */
const TOKEN_SECONDS = 86_399;

export interface CoupaClient {
  readonly id: string;
  readonly secret: string;
  readonly scopes: ReadonlySet<string>;
}

const refuse = (status: number, error: string, description: string): Answer =>
  json(status, { error, error_description: description });

/**
 * Coupa's token endpoint, client credentials only. One scope that is unknown or that the client lacks fails the whole
 * request, as does a list with commas: Coupa's own client page shows commas, but the endpoint takes blanks.
 */
export function issueCoupaToken(exchange: Exchange, client: CoupaClient, tokens: TokenStore): Answer {
  const form = readForm(exchange);
  if (!form) return refuse(400, 'invalid_request', 'The body must be application/x-www-form-urlencoded.');
  const isClient = readClientCredentials(exchange, form).some(
    ({ id, secret }) => sameSecret(id, client.id) && sameSecret(secret, client.secret),
  );
  if (!isClient) return refuse(401, 'invalid_client', 'Client authentication failed.');
  if (form.get('grant_type') !== 'client_credentials') {
    return refuse(400, 'unsupported_grant_type', 'The grant must be client_credentials.');
  }
  const scopes = (form.get('scope') ?? '').split(' ').filter((scope) => scope !== '');
  if (scopes.length === 0 || !scopes.every((scope) => client.scopes.has(scope))) {
    return refuse(400, 'invalid_scope', 'The requested scope is missing, unknown, or not granted to the client.');
  }
  const token = tokens.issue(TOKEN_SECONDS, scopes);
  const body = { access_token: token.value, token_type: 'bearer', expires_in: TOKEN_SECONDS, scope: scopes.join(' ') };
  return json(200, body, { 'cache-control': 'no-store' });
}
