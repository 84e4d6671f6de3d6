import type { Dispatcher } from 'undici';
import { Failure } from '@sluice/shared/failure';
import type { CallResult } from '@sluice/shared/http/classified';
import { classifyM3Answer } from '@sluice/shared/ion/classify-m3-answer';
import { openConnections, type OutboundProxy } from '@sluice/shared/http/open-connections';
import { ionTokenPolicy, ionTokens, type IonTokenAuth } from '@sluice/shared/ion/ion-token';
import { TokenCache } from '@sluice/shared/http/token-cache';
import type { IonApiFile } from '@sluice/shared/ion/ionapi-file';
import { m3Request, type M3TransactionCall } from '@sluice/shared/ion/m3-request';
import { m3BulkUrl } from '@sluice/shared/ion/urls';

/** For an answer, and for the token before it. */
export const m3PatienceMs = 60_000;

/** What cloudsuite-gateway's configuration says of the way to M3. */
export interface M3Access {
  readonly ionApi: IonApiFile;
  readonly m3ApiPath: string;
  readonly tokenAuth: IonTokenAuth | 'auto';
}

/** M3 as this command asks it, outside of Sluice’s gateway: a few requests, all of them reads. Close it at the end. */
export class M3Probe {
  readonly #connections: Dispatcher;
  readonly #token: TokenCache;
  readonly #url: string;
  /** How many requests it has cost so far, that for the token included. */
  requests = 0;

  constructor({ ionApi, m3ApiPath, tokenAuth }: M3Access, proxy: OutboundProxy | undefined) {
    this.#url = m3BulkUrl(ionApi, m3ApiPath);
    this.#connections = openConnections({ connectTimeoutMs: m3PatienceMs, socketsMax: 1, proxy });
    const wire = { connections: this.#connections, timeoutMs: m3PatienceMs };
    this.#token = new TokenCache(
      ionTokens(() => ionApi, wire, tokenAuth),
      ionTokenPolicy,
    );
  }

  /** Where the API gateway is. */
  get origin(): string {
    return new URL(this.#url).origin;
  }

  async takeToken(): Promise<void> {
    await this.#token.take(() => (this.requests += 1));
  }

  /** One bulk request for calls of one program, company and division; a result for each call. */
  async ask(calls: readonly M3TransactionCall[]): Promise<readonly CallResult[]> {
    const token = await this.#token.take(() => (this.requests += 1));
    const { method, url, headers, body } = m3Request(this.#url, calls);
    this.requests += 1;
    const answer = await this.#send({ method, url, headers: { ...headers, authorization: `Bearer ${token}` }, body });
    const classified = classifyM3Answer(calls, answer, Date.now());
    if (classified.kind === 'results') return classified.results;
    throw new Failure(`M3 cannot be read: ${classified.message}`, {
      code: classified.code,
      stage: 'answer',
      disposition: 'park',
      fix:
        classified.code === 'scope-missing'
          ? 'In Infor OS give the authorized app the scope of the M3 API suite.'
          : 'If it lasts, look at M3_API_PATH and at the API gateway in Infor OS.',
    });
  }

  close(): Promise<void> {
    return this.#connections.close();
  }

  async #send({ url, ...options }: { method: 'POST'; url: string; headers: Record<string, string>; body: string }) {
    const { origin } = this;
    try {
      const signal = AbortSignal.timeout(m3PatienceMs);
      const answer = await this.#connections.request({ origin, path: new URL(url).pathname, signal, ...options });
      const headers = Object.fromEntries(Object.entries(answer.headers).map(([name, value]) => [name, String(value)]));
      return { status: answer.statusCode, headers, body: await answer.body.text() };
    } catch (cause) {
      const why = (cause as NodeJS.ErrnoException).code ?? Failure.from(cause).message;
      throw new Failure(`The API gateway does not answer at ${origin} (${why}).`, {
        code: 'unavailable',
        stage: 'request',
        disposition: 'retry',
        fix: 'Look at "iu" of the .ionapi file, and whether this machine may go there; HTTPS_PROXY names a proxy on the way.',
        cause,
      });
    }
  }
}
