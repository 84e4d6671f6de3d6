import {
  allowInsecureRequests,
  ClientSecretPost,
  clientCredentialsGrantRequest,
  processClientCredentialsResponse,
  ResponseBodyError,
  WWWAuthenticateChallengeError,
  type TokenEndpointResponse,
} from 'oauth4webapi';
import type { Dispatcher } from 'undici';
import type { TokenCall } from '@sluice/shared/http/exchange';
import { Failure } from '@sluice/shared/failure';
import { tokenFetch } from '@sluice/shared/http/token-fetch';

export interface CoupaAccount {
  readonly coupaUrl: string;
  readonly coupaClientId: string;
  readonly coupaClientSecret: string;
  /** Separated by blanks. */
  readonly coupaScopes: string;
}

export interface IssuedToken {
  readonly value: string;
  readonly lifeMs?: number;
}

export type RequestToken = (onCall: (call: TokenCall) => void) => Promise<IssuedToken>;

const timeoutMs = 30_000;

/** Asks Coupa's token endpoint, in the form that Coupa documents: client credentials in the body, scopes by blanks. */
export function requestToken(account: CoupaAccount, connections: Dispatcher): RequestToken {
  const url = `${account.coupaUrl}/oauth2/token`;
  const server = { issuer: account.coupaUrl, token_endpoint: url };
  const client = { client_id: account.coupaClientId };

  return async (onCall) => {
    const startedAt = new Date();
    const begun = performance.now();
    let status: number | undefined;
    const note = (message?: string): void =>
      onCall({
        url,
        startedAt,
        durationMs: Math.round(performance.now() - begun),
        ...(status !== undefined && { status }),
        ...(message !== undefined && { message }),
      });
    try {
      const response = await clientCredentialsGrantRequest(
        server,
        client,
        ClientSecretPost(account.coupaClientSecret),
        { scope: account.coupaScopes },
        {
          // The configuration allows plain HTTP only where nobody else listens.
          [allowInsecureRequests]: true,
          ...tokenFetch(connections, timeoutMs),
        },
      );
      status = response.status;
      const issued: TokenEndpointResponse = await processClientCredentialsResponse(server, client, response);
      note();
      return {
        value: issued.access_token,
        ...(issued.expires_in !== undefined && { lifeMs: issued.expires_in * 1000 }),
      };
    } catch (cause) {
      const failure = tokenFailure(cause, status);
      note(failure.message);
      throw failure;
    }
  };
}

function tokenFailure(cause: unknown, status: number | undefined): Failure {
  const refused = (why: string, fix: string): Failure =>
    new Failure(`Coupa gives no token: ${why}`, {
      code: 'credentials-refused',
      stage: 'token',
      disposition: 'park',
      fix,
      cause,
    });
  const error = cause instanceof ResponseBodyError ? cause.error : undefined;
  if (error === 'invalid_scope')
    return refused(
      `invalid_scope. ${describe(cause)}`,
      'Give the OAuth client in Coupa every scope of COUPA_SCOPES, or take out of COUPA_SCOPES what it lacks.',
    );
  if (error !== undefined || cause instanceof WWWAuthenticateChallengeError || status === 400 || status === 401)
    return refused(
      `${error ?? `status ${status}`}. ${describe(cause)}`,
      'Check COUPA_CLIENT_ID and COUPA_CLIENT_SECRET against the OAuth client in Coupa (Setup, Integrations).',
    );
  const what = status === undefined ? 'does not answer' : `answers ${status} without a token`;
  return new Failure(`Coupa’s token endpoint ${what}: ${describe(cause)}`, {
    code: status === undefined || status >= 500 || status === 429 ? 'unavailable' : 'answer-unreadable',
    stage: 'token',
    disposition: 'retry',
    fix: 'If it lasts, check COUPA_URL.',
    cause,
  });
}

/** Coupa's own words where it gives any; never what was sent. */
function describe(cause: unknown): string {
  if (cause instanceof ResponseBodyError && cause.error_description !== undefined) return cause.error_description;
  const inner = cause instanceof Error && cause.cause instanceof Error ? `: ${cause.cause.message}` : '';
  return cause instanceof Error ? `${cause.message}${inner}` : String(cause);
}
