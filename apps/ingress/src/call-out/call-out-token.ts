import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';

/** What a token of ours says. Times in seconds since 1970. */
export interface CallOutClaims {
  readonly sub: string;
  readonly scope: string;
  readonly iat: number;
  readonly exp: number;
}

const Claims = z.object({ sub: z.string(), scope: z.string(), iat: z.number().int(), exp: z.number().int() });
const header = base64url(JSON.stringify({ alg: 'HS256', typ: 'JWT' }));

/**
 * The key that signs tokens, made from the client's secret: every replica has the same one without being told, and a
 * secret that is taken away takes its tokens with it.
 */
export const tokenKey = (clientSecret: string): Uint8Array =>
  new Uint8Array(hkdfSync('sha256', clientSecret, '', 'sluice call-out token', 32));

/** A JSON Web Token, HMAC-SHA256. Coupa is known to take tokens of up to 1258 characters; this one has about 200. */
export function signToken(claims: CallOutClaims, key: Uint8Array): string {
  const content = `${header}.${base64url(JSON.stringify(claims))}`;
  return `${content}.${signatureOf(content, key).toString('base64url')}`;
}

/** What a token says, if one of the keys signed it and it has not ended. Only our own header is taken. */
export function readToken(token: string, keys: readonly Uint8Array[], nowSeconds: number): CallOutClaims | undefined {
  const [head, body, signature, ...more] = token.split('.');
  if (head !== header || body === undefined || signature === undefined || more.length > 0) return undefined;
  const given = Buffer.from(signature, 'base64url');
  const fits = keys.map((key) => {
    const right = signatureOf(`${head}.${body}`, key);
    return given.length === right.length && timingSafeEqual(given, right);
  });
  if (!fits.includes(true)) return undefined;
  const claims = Claims.safeParse(JSON.parse(Buffer.from(body, 'base64url').toString('utf8')));
  return claims.success && nowSeconds < claims.data.exp ? claims.data : undefined;
}

const signatureOf = (content: string, key: Uint8Array): Buffer => createHmac('sha256', key).update(content).digest();

function base64url(text: string): string {
  return Buffer.from(text, 'utf8').toString('base64url');
}
