import { setTimeout as pause } from 'node:timers/promises';
import { request } from 'undici';
import { Failure } from '@sluice/shared/failure';
import { z } from 'zod';
import { parseJson } from '../parse-json.js';

export interface CoupaAccount {
  readonly coupaUrl: string;
  readonly coupaClientId: string;
  readonly coupaClientSecret: string;
  /** Separated by blanks. */
  readonly coupaScopes: string;
}

const Issued = z.object({ access_token: z.string().min(1), scope: z.string().optional() });
const Refused = z.object({ error: z.string(), error_description: z.string().optional() });

/** For an answer. */
export const coupaPatienceMs = 30_000;
/** Coupa: about 5 s between issue and first use, else a call may be refused. */
const ripenMs = 5_500;

/** Coupa as this command asks it, outside of Sluice’s gateway: a few requests, all of them reads. */
export class CoupaProbe {
  readonly #account: CoupaAccount;
  #token = '';
  /** How many requests it has cost so far. */
  requests = 0;

  constructor(account: CoupaAccount) {
    this.#account = account;
  }

  /** Answers the scopes that Coupa says it has given; none where it does not say. */
  async takeToken(): Promise<readonly string[]> {
    const { coupaClientId, coupaClientSecret, coupaScopes } = this.#account;
    const { status, text } = await this.#exchange('POST', '/oauth2/token', {
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: coupaClientId,
        client_secret: coupaClientSecret,
        scope: coupaScopes,
      }).toString(),
    });
    const issued = Issued.safeParse(parseJson(text));
    if (status >= 300 || !issued.success) throw tokenRefused(status, text);
    this.#token = issued.data.access_token;
    return issued.data.scope?.split(/[\s,]+/).filter((scope) => scope !== '') ?? [];
  }

  /** One row of a list, for nothing but whether Coupa lets us read it. */
  async readOne(path: string): Promise<void> {
    let answer = await this.#get(`${path}?limit=1`);
    if (answer.status === 401) {
      await pause(ripenMs);
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

  #get(path: string): Promise<Answer> {
    return this.#exchange('GET', path, {
      headers: { accept: 'application/json', authorization: `Bearer ${this.#token}` },
    });
  }

  async #exchange(
    method: 'GET' | 'POST',
    path: string,
    more: { headers: Record<string, string>; body?: string },
  ): Promise<Answer> {
    const { coupaUrl } = this.#account;
    this.requests += 1;
    try {
      const { statusCode, body } = await request(`${coupaUrl}${path}`, {
        method,
        headersTimeout: coupaPatienceMs,
        bodyTimeout: coupaPatienceMs,
        ...more,
      });
      return { status: statusCode, text: await body.text() };
    } catch (cause) {
      const why = (cause as NodeJS.ErrnoException).code ?? Failure.from(cause).message;
      throw new Failure(`Coupa does not answer at ${coupaUrl} (${why}).`, {
        code: 'unavailable',
        stage: 'request',
        disposition: 'retry',
        fix: 'Look at COUPA_URL, and whether this machine may go there.',
        cause,
      });
    }
  }
}

interface Answer {
  readonly status: number;
  readonly text: string;
}

/** With Coupa’s own words where it gives any. */
function tokenRefused(status: number, text: string): Failure {
  const refused = Refused.safeParse(parseJson(text)).data;
  const isScope = refused?.error === 'invalid_scope';
  const words =
    refused === undefined ? `status ${status}` : [refused.error, refused.error_description].join(' ').trim();
  return new Failure(`Coupa gives no token: ${words}`, {
    code: isScope ? 'scope-missing' : status >= 500 || status === 429 ? 'unavailable' : 'credentials-refused',
    stage: 'token',
    disposition: 'park',
    fix: isScope
      ? 'Give the OAuth client in Coupa every scope of COUPA_SCOPES, or take out of COUPA_SCOPES what it lacks.'
      : 'Check COUPA_CLIENT_ID and COUPA_CLIENT_SECRET against the OAuth client in Coupa (Setup, Integrations).',
  });
}
