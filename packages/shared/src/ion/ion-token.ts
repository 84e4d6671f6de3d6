import {
  allowInsecureRequests,
  ClientSecretBasic,
  genericTokenEndpointRequest,
  processGenericTokenEndpointResponse,
  ResponseBodyError,
  WWWAuthenticateChallengeError,
} from 'oauth4webapi';
import type { Dispatcher } from 'undici';
import { Failure } from '../failure.js';
import type { TokenCall } from '../http/exchange.js';
import { tokenFetch } from '../http/token-fetch.js';
import type { IonApiFile } from './ionapi-file.js';

export interface IonTokenOptions {
  readonly connections: Dispatcher;
  /** How long before its end a token is renewed. Default: 5 minutes. */
  readonly renewBeforeMs: number;
  readonly timeoutMs: number;
}

interface Issued {
  readonly value: string;
  readonly renewAt: number;
}

/** Infor: tokens live about two hours by default; only `expires_in` counts, this where an answer lacks it. */
const lifeMsWhenUnsaid = 60 * 60_000;

/**
 * The one token of the service account, by the password grant. It is kept until shortly before its end, and asked for
 * once however many want it at the same time.
 */
export class IonToken {
  readonly #file: IonApiFile;
  readonly #options: IonTokenOptions;
  #issued: Issued | undefined;
  #asking: Promise<Issued> | undefined;

  constructor(file: IonApiFile, options: IonTokenOptions) {
    this.#file = file;
    this.#options = options;
  }

  /** Rejects with Failure `credentials-refused` (a person must act), or with one that may pass. */
  async take(onCall: (call: TokenCall) => void): Promise<string> {
    if (this.#issued !== undefined && performance.now() < this.#issued.renewAt) return this.#issued.value;
    this.#asking ??= this.#ask(onCall).finally(() => (this.#asking = undefined));
    return (await this.#asking).value;
  }

  /** The token was refused: it is not used again. */
  forget(): void {
    this.#issued = undefined;
  }

  async #ask(onCall: (call: TokenCall) => void): Promise<Issued> {
    const startedAt = new Date();
    const begun = performance.now();
    let status: number | undefined;
    const note = (message?: string): void =>
      onCall({
        url: this.#file.tokenUrl,
        startedAt,
        durationMs: performance.now() - begun,
        ...(status !== undefined && { status }),
        ...(message !== undefined && { message }),
      });
    try {
      const response = await this.#request();
      status = response.status;
      const { access_token: value, expires_in: seconds } = await processGenericTokenEndpointResponse(
        this.#server(),
        { client_id: this.#file.clientId },
        response,
      );
      const lifeMs = seconds === undefined ? lifeMsWhenUnsaid : seconds * 1000;
      // A token that lives shorter than twice that time is renewed at half its life, not at once.
      const renewAt = begun + Math.max(lifeMs - this.#options.renewBeforeMs, lifeMs / 2);
      this.#issued = { value, renewAt };
      note();
      return this.#issued;
    } catch (cause) {
      const failure = tokenFailure(cause, status, this.#file.tokenUrl);
      note(failure.message);
      throw failure;
    }
  }

  /** oauth4webapi encodes client id and secret as the standard says: Infor's contain `~` and `#`. */
  #request(): Promise<Response> {
    const { clientId, clientSecret, serviceAccountKey, serviceAccountSecret } = this.#file;
    const { connections, timeoutMs } = this.#options;
    return genericTokenEndpointRequest(
      this.#server(),
      { client_id: clientId },
      ClientSecretBasic(clientSecret),
      'password',
      { username: serviceAccountKey, password: serviceAccountSecret },
      {
        [allowInsecureRequests]: this.#file.tokenUrl.startsWith('http:'),
        ...tokenFetch(connections, timeoutMs),
      },
    );
  }

  #server() {
    return { issuer: new URL(this.#file.tokenUrl).origin, token_endpoint: this.#file.tokenUrl };
  }
}

function tokenFailure(cause: unknown, status: number | undefined, url: string): Failure {
  const refused =
    status !== 429 &&
    (cause instanceof ResponseBodyError ||
      cause instanceof WWWAuthenticateChallengeError ||
      status === 400 ||
      status === 401 ||
      status === 403);
  const why = wordsOf(cause);
  if (refused)
    return new Failure(`The ION authorization server gives no token: ${why}`, {
      code: 'credentials-refused',
      stage: 'token',
      disposition: 'park',
      fix: 'Check in Infor OS that the authorized app and its service account exist and are enabled, and download its .ionapi file again.',
      cause,
    });
  const what = status === undefined ? 'does not answer' : `answers ${status} without a token`;
  return new Failure(`The ION authorization server at ${new URL(url).host} ${what}: ${why}`, {
    code: 'unavailable',
    stage: 'token',
    disposition: 'retry',
    fix: 'If it lasts, check "pu" and "ot" of the .ionapi file.',
    cause,
  });
}

/** The server's own words where it gives any; never what was sent. */
function wordsOf(cause: unknown): string {
  if (cause instanceof ResponseBodyError) return `${cause.error}. ${cause.error_description ?? ''}`.trim();
  const inner = cause instanceof Error && cause.cause instanceof Error ? `: ${cause.cause.message}` : '';
  return cause instanceof Error ? `${cause.message}${inner}` : String(cause);
}
