import { setTimeout as pause } from 'node:timers/promises';
import { request, type Dispatcher } from 'undici';
import { coupaTokenPolicy, coupaTokenRequest, type CoupaAccount } from '@sluice/shared/coupa-client/coupa-token';
import { Failure } from '@sluice/shared/failure';
import { openConnections, type OutboundProxy } from '@sluice/shared/http/open-connections';
import { requestToken } from '@sluice/shared/http/request-token';

/** How long an answer is waited for. */
export const coupaPatienceMs = 30_000;

/** Coupa as this command asks it, outside of Sluice’s gateway: a few requests, all of them reads. */
export class CoupaProbe {
  readonly #account: CoupaAccount;
  readonly #connections: Dispatcher;
  #token = '';
  /** How many requests it has cost so far. */
  requests = 0;

  constructor(account: CoupaAccount, proxy: OutboundProxy | undefined) {
    this.#account = account;
    this.#connections = openConnections({ connectTimeoutMs: coupaPatienceMs, socketsMax: 1, proxy });
  }

  /** Answers the scopes that Coupa says it has given; none where it does not say. */
  async takeToken(): Promise<readonly string[]> {
    const wire = { connections: this.#connections, timeoutMs: coupaPatienceMs };
    const { value, scopes } = await requestToken(coupaTokenRequest(this.#account), wire, () => (this.requests += 1));
    this.#token = value;
    return scopes;
  }

  /** One row of a list, for nothing but whether Coupa lets us read it. */
  async readOne(path: string): Promise<void> {
    let answer = await this.#get(`${path}?limit=1`);
    if (answer.status === 401) {
      // A token so young may be refused for nothing.
      await pause(coupaTokenPolicy.ripensMs + 500);
      answer = await this.#get(`${path}?limit=1`);
    }
    // Coupa may answer 404 where a list is empty.
    if (answer.status < 300 || answer.status === 404) return;
    const refused = answer.status === 401 || answer.status === 403;
    throw new Failure(`Coupa answers ${answer.status} to GET ${path}.`, {
      code: answer.status === 403 ? 'scope-missing' : refused ? 'credentials-refused' : 'unavailable',
      stage: 'answer',
      disposition: 'park',
      fix: refused
        ? 'Give the OAuth client in Coupa the scope that reads this, and name it in COUPA_SCOPES.'
        : 'If it lasts, look at COUPA_URL, and at Coupa’s status page.',
    });
  }

  close(): Promise<void> {
    return this.#connections.close();
  }

  async #get(path: string): Promise<{ readonly status: number }> {
    const { coupaUrl } = this.#account;
    this.requests += 1;
    try {
      const { statusCode, body } = await request(`${coupaUrl}${path}`, {
        method: 'GET',
        headers: { accept: 'application/json', authorization: `Bearer ${this.#token}` },
        dispatcher: this.#connections,
        signal: AbortSignal.timeout(coupaPatienceMs),
      });
      await body.dump();
      return { status: statusCode };
    } catch (cause) {
      const why = (cause as NodeJS.ErrnoException).code ?? Failure.from(cause).message;
      throw new Failure(`Coupa does not answer at ${coupaUrl} (${why}).`, {
        code: 'unavailable',
        stage: 'request',
        disposition: 'retry',
        fix: 'Look at COUPA_URL, and whether this machine may go there; HTTPS_PROXY names a proxy on the way.',
        cause,
      });
    }
  }
}
