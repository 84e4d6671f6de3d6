import { json, type Answer } from '../http/answer.js';
import type { Exchange } from '../http/exchange.js';
import { readClientCredentials, readForm } from '../http/form.js';
import { sameSecret } from '../secrets.js';
import type { TokenStore } from '../token-store.js';
import type { IonAccount } from './ion-account.js';

export interface IonTokenSettings {
  readonly ionTokenSeconds: number;
  readonly ionClientCredentials: boolean;
}

const refuse = (status: number, error: string, description: string): Answer =>
  json(status, { error, error_description: description });

const isClient = (exchange: Exchange, form: URLSearchParams, account: IonAccount): boolean =>
  readClientCredentials(exchange, form).some(
    ({ id, secret }) => sameSecret(id, account.clientId) && sameSecret(secret, account.clientSecret),
  );

/** The token endpoint of the tenant's authorization server: password grant with the keys of the service account. */
export function issueIonToken(
  exchange: Exchange,
  account: IonAccount,
  tokens: TokenStore,
  settings: IonTokenSettings,
): Answer {
  const form = readForm(exchange);
  if (!form) return refuse(400, 'invalid_request', 'The body must be a form.');
  if (!isClient(exchange, form, account)) return refuse(401, 'invalid_client', 'Client id or secret is wrong.');
  switch (form.get('grant_type')) {
    case 'password': {
      const isAccount =
        sameSecret(form.get('username') ?? '', account.accessKey) &&
        sameSecret(form.get('password') ?? '', account.secretKey);
      if (!isAccount) return refuse(400, 'invalid_grant', 'The keys of the service account are wrong.');
      break;
    }
    case 'client_credentials':
      if (settings.ionClientCredentials) break;
      return refuse(400, 'unauthorized_client', 'This authorized app does not have the client credentials grant.');
    default:
      return refuse(400, 'unsupported_grant_type', 'The grant must be password.');
  }
  const token = tokens.issue(settings.ionTokenSeconds);
  const body = { access_token: token.value, token_type: 'Bearer', expires_in: settings.ionTokenSeconds };
  return json(200, body, { 'cache-control': 'no-store' });
}

/** Revoking an unknown token succeeds too, as RFC 7009 asks. */
export function revokeIonToken(exchange: Exchange, account: IonAccount, tokens: TokenStore): Answer {
  const form = readForm(exchange);
  if (!form) return refuse(400, 'invalid_request', 'The body must be a form.');
  if (!isClient(exchange, form, account)) return refuse(401, 'invalid_client', 'Client id or secret is wrong.');
  tokens.revoke(form.get('token') ?? undefined);
  return { status: 200 };
}
