import {
  allowInsecureRequests,
  customFetch,
  PARSE_ERROR,
  ResponseBodyError,
  RESPONSE_IS_NOT_JSON,
  WWWAuthenticateChallengeError,
  type ClientCredentialsGrantRequestOptions,
  type TokenEndpointResponse,
} from 'oauth4webapi';
import { fetch, type Dispatcher } from 'undici';
import { Failure } from '../failure.js';
import { retryAfterMs } from './classify-status.js';
import type { TokenCall } from './exchange.js';
import { tolerateTokenAnswer } from './tolerate-token-answer.js';

/** One way to ask an authorization server for a token, and how to speak of it. */
export interface TokenRequest {
  readonly url: string;
  /** By name, as a message begins: `Coupa`. */
  readonly server: string;
  /** Sends the request: credentials and grant are its own. */
  send(options: TokenFetch): Promise<Response>;
  /** Reads the answer as OAuth says, or throws. */
  read(response: Response): Promise<TokenEndpointResponse>;
  /** What a person does about a refusal, by OAuth's error code where there is one. */
  fixRefused(error: string | undefined): string;
  /** What to look at when no token comes for long. */
  readonly fixMissing: string;
}

export interface IssuedToken {
  readonly value: string;
  /** Absent where the answer does not say. */
  readonly lifeMs?: number;
  /** What the server says it has given, where it says so. */
  readonly scopes: readonly string[];
}

export interface TokenConnections {
  readonly connections: Dispatcher;
  readonly timeoutMs: number;
}

type TokenFetch = Pick<
  ClientCredentialsGrantRequestOptions,
  typeof customFetch | typeof allowInsecureRequests | 'signal'
>;

/**
 * Asks for a token once and puts the call on record, never with its content. Rejects with a Failure:
 * `credentials-refused` is a person's matter, everything else may pass by itself.
 */
export async function requestToken(
  request: TokenRequest,
  { connections, timeoutMs }: TokenConnections,
  onCall: (call: TokenCall) => void,
): Promise<IssuedToken> {
  const startedAt = new Date();
  const begun = performance.now();
  let response: Response | undefined;
  const note = (message?: string): void =>
    onCall({
      url: request.url,
      startedAt,
      durationMs: performance.now() - begun,
      ...(response !== undefined && { status: response.status }),
      ...(message !== undefined && { message }),
    });
  try {
    response = await request.send({
      // Where plain HTTP is allowed at all is decided by whyNotOutbound, when the address is configured.
      [allowInsecureRequests]: request.url.startsWith('http:'),
      [customFetch]: (url, { body, headers, method, redirect, signal }) =>
        fetch(url, { body, headers, method, redirect, signal: signal ?? null, dispatcher: connections }),
      signal: () => AbortSignal.timeout(timeoutMs),
    } as TokenFetch);
    const { access_token: value, expires_in: seconds, scope } = await request.read(await tolerateTokenAnswer(response));
    note();
    return {
      value,
      ...(seconds !== undefined && { lifeMs: seconds * 1000 }),
      scopes: scope?.split(/[\s,]+/).filter((one) => one !== '') ?? [],
    };
  } catch (cause) {
    const failure = failureOf(request, cause, response);
    note(failure.message);
    throw failure;
  }
}

/**
 * Whether the server may have refused the way in which the client identified itself, and not the account: it then says
 * `invalid_client`, or only 401.
 */
export const isClientRefused = ({ code, cause }: Failure): boolean =>
  code === 'credentials-refused' && !(cause instanceof ResponseBodyError && cause.error !== 'invalid_client');

function failureOf(request: TokenRequest, cause: unknown, response: Response | undefined): Failure {
  const status = response?.status;
  const error = cause instanceof ResponseBodyError ? cause.error : undefined;
  if (isRefusal(cause, status))
    return new Failure(`${request.server} gives no token: ${[error, wordsOf(cause)].filter(Boolean).join('. ')}`, {
      code: 'credentials-refused',
      stage: 'token',
      disposition: 'park',
      fix: request.fixRefused(error),
      cause,
    });
  const what = status === undefined ? 'does not answer' : `answers ${status} without a token`;
  const wait = retryAfterMs(response?.headers.get('retry-after') ?? undefined, Date.now());
  return new Failure(`${request.server} at ${new URL(request.url).host} ${what}: ${wordsOf(cause)}`, {
    code: status !== undefined && status < 500 && status !== 429 && isPage(cause) ? 'answer-unreadable' : 'unavailable',
    stage: 'token',
    disposition: 'retry',
    fix: request.fixMissing,
    ...(wait !== undefined && { retryAfterMs: wait }),
    cause,
  });
}

/** Too many requests (429) and a server in trouble (5xx) say nothing about the credentials, whatever they answer. */
function isRefusal(cause: unknown, status: number | undefined): boolean {
  if (status === undefined || status === 429 || status >= 500) return false;
  if (cause instanceof ResponseBodyError || cause instanceof WWWAuthenticateChallengeError) return true;
  return status === 400 || status === 401 || (status === 403 && !isPage(cause));
}

/** Something else than JSON: a server before the one that was meant. */
const isPage = (cause: unknown): boolean =>
  cause instanceof Error && 'code' in cause && (cause.code === RESPONSE_IS_NOT_JSON || cause.code === PARSE_ERROR);

/** The server's own words where it gives any; never what was sent. */
function wordsOf(cause: unknown): string {
  if (cause instanceof ResponseBodyError) return cause.error_description ?? '';
  const inner = cause instanceof Error && cause.cause instanceof Error ? `: ${cause.cause.message}` : '';
  return cause instanceof Error ? `${cause.message}${inner}` : String(cause);
}
