import { createHash, timingSafeEqual } from 'node:crypto';

export interface Bearing {
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

/** Whether a request bears the token; nobody does where there is none. */
export function bearsToken(request: Bearing, token: string | undefined): boolean {
  if (token === undefined) return false;
  const given = bearerOf(request);
  return given !== undefined && timingSafeEqual(digest(given), digest(token));
}

/** The token that a request bears, whosever it is. */
export function bearerOf({ headers }: Bearing): string | undefined {
  const [, given] = /^Bearer (.+)$/i.exec(String(headers['authorization'] ?? '')) ?? [];
  return given;
}

/** Of equal length, so that the comparison takes the same time for every token. */
const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
