import type { Clock } from '../clock.js';
import { json, type Answer } from '../http/answer.js';
import type { Exchange } from '../http/exchange.js';
import { readClientCredentials, readForm } from '../http/form.js';
import { sameSecret } from '../secrets.js';
import { TokenStore } from '../token-store.js';
import type { IonAccount } from './ion-account.js';
import type { M3Settings } from './m3-settings.js';

/** Long enough to outlive every access token; how long Infor's live is set for each authorized app. */
const REFRESH_TOKEN_SECONDS = 30 * 86_400;

/** The scope by which a client asks for a refresh token, where the app gives one only then. */
const OFFLINE_ACCESS = 'offline_access';

const refuse = (status: number, error: string, description: string): Answer =>
  json(status, { error, error_description: description });

/** The tenant's authorization server: its token and its revocation endpoint. */
export class IonTokens {
  private readonly access: TokenStore;
  private readonly refresh: TokenStore;

  constructor(
    clock: Clock,
    private readonly account: IonAccount,
    private readonly settings: () => M3Settings,
  ) {
    this.access = new TokenStore(clock);
    this.refresh = new TokenStore(clock);
  }

  isGood(token: string | undefined): boolean {
    return this.access.find(token) !== undefined;
  }

  revoke(token: string | undefined): void {
    this.access.revoke(token);
    this.refresh.revoke(token);
  }

  answerToken(exchange: Exchange): Answer {
    const form = this.readRequest(exchange);
    return form instanceof URLSearchParams ? (this.refuseGrant(form) ?? this.issue(form)) : form;
  }

  /** Revoking an unknown token succeeds too, as RFC 7009 asks. */
  answerRevocation(exchange: Exchange): Answer {
    const form = this.readRequest(exchange);
    if (!(form instanceof URLSearchParams)) return form;
    this.revoke(form.get('token') ?? undefined);
    return { status: 200 };
  }

  /** The form of a client that is the authorized app, or the refusal. */
  private readRequest(exchange: Exchange): URLSearchParams | Answer {
    const form = readForm(exchange);
    if (!form) return refuse(400, 'invalid_request', 'The body must be a form.');
    const { ionClientSpelling } = this.settings();
    const isClient = readClientCredentials(exchange, form).some(
      ({ spelling, id, secret }) =>
        (ionClientSpelling === 'any' || ionClientSpelling === spelling) &&
        sameSecret(id, this.account.clientId) &&
        sameSecret(secret, this.account.clientSecret),
    );
    return isClient ? form : refuse(401, 'invalid_client', 'Client id or secret is wrong.');
  }

  private refuseGrant(form: URLSearchParams): Answer | undefined {
    const { ionClientCredentials, ionRefreshTokens } = this.settings();
    switch (form.get('grant_type')) {
      case 'password': {
        const isAccount =
          sameSecret(form.get('username') ?? '', this.account.accessKey) &&
          sameSecret(form.get('password') ?? '', this.account.secretKey);
        return isAccount ? undefined : refuse(400, 'invalid_grant', 'The keys of the service account are wrong.');
      }
      case 'client_credentials':
        if (ionClientCredentials) return undefined;
        return refuse(400, 'unauthorized_client', 'This authorized app does not have the client credentials grant.');
      case 'refresh_token':
        if (ionRefreshTokens === 'none') {
          return refuse(400, 'unauthorized_client', 'This authorized app issues no refresh tokens.');
        }
        if (this.refresh.find(form.get('refresh_token') ?? undefined)) return undefined;
        return refuse(400, 'invalid_grant', 'The refresh token is unknown, revoked or expired.');
      default:
        return refuse(400, 'unsupported_grant_type', 'The grant must be password.');
    }
  }

  private issue(form: URLSearchParams): Answer {
    const { ionTokenSeconds, ionNullMembers } = this.settings();
    const token = this.access.issue(ionTokenSeconds);
    const refreshToken = this.issueRefreshToken(form);
    const absent = ionNullMembers ? { refresh_token: null, id_token: null, scope: null } : {};
    const body = {
      access_token: token.value,
      token_type: 'Bearer',
      expires_in: ionTokenSeconds,
      ...absent,
      ...(refreshToken === undefined ? {} : { refresh_token: refreshToken }),
    };
    return json(200, body, { 'cache-control': 'no-store' });
  }

  /** A refresh token stays good until it is revoked: clients use it again. Client credentials have none, as OAuth says. */
  private issueRefreshToken(form: URLSearchParams): string | undefined {
    const { ionRefreshTokens } = this.settings();
    switch (form.get('grant_type')) {
      case 'refresh_token':
        return form.get('refresh_token') ?? undefined;
      case 'password': {
        const isAskedFor = (form.get('scope') ?? '').split(' ').includes(OFFLINE_ACCESS);
        const isGiven = ionRefreshTokens === 'always' || (ionRefreshTokens === 'by-scope' && isAskedFor);
        return isGiven ? this.refresh.issue(REFRESH_TOKEN_SECONDS).value : undefined;
      }
      default:
        return undefined;
    }
  }
}
