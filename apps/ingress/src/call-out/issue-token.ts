import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { signToken, tokenKey } from './call-out-token.js';

/** The one client that may ask for tokens, with its secrets: the current one first. Without any, nobody gets a token. */
export interface CallOutClient {
  readonly id: string;
  readonly secrets: readonly string[];
  readonly scope: string;
  readonly tokenLifeSeconds: number;
}

export interface TokenRequest {
  readonly authorization: string | undefined;
  readonly contentType: string | undefined;
  readonly body: string;
}

export type TokenAnswer =
  | { readonly status: 200; readonly body: { access_token: string; token_type: 'bearer'; expires_in: number } }
  | {
      readonly status: 400 | 401 | 429;
      readonly body: {
        error:
          | 'invalid_request'
          | 'invalid_client'
          | 'unsupported_grant_type'
          | 'invalid_scope'
          | 'temporarily_unavailable';
      };
    };

interface Credentials {
  readonly id: string;
  readonly secret: string;
}

/** Stands for a secret where none is configured: nobody can know it. */
const unknowable = randomBytes(32).toString('hex');

/**
 * Client credentials, as a call-out of Coupa asks for them: in the header (Coupa writes URL-safe base64) or in the body,
 * form or JSON. Coupa: the answer has exactly these three fields. Who the client is comes first, so that a stranger hears
 * `invalid_client` whatever else is wrong.
 */
export function issueToken(client: CallOutClient, request: TokenRequest, nowSeconds: number): TokenAnswer {
  const fields = readFields(request);
  const tries = [...basicCredentials(request.authorization), ...bodyCredentials(fields)];
  const secret = matchingSecret(client, tries.length === 0 ? [{ id: '', secret: '' }] : tries);
  if (secret === undefined) return { status: 401, body: { error: 'invalid_client' } };
  if (fields === undefined) return { status: 400, body: { error: 'invalid_request' } };
  if (fields['grant_type'] !== 'client_credentials') return { status: 400, body: { error: 'unsupported_grant_type' } };
  const { id: sub, scope, tokenLifeSeconds } = client;
  const asked = fields['scope']?.trim() ?? '';
  if (asked !== '' && asked !== scope) return { status: 400, body: { error: 'invalid_scope' } };
  const claims = { sub, scope, iat: nowSeconds, exp: nowSeconds + tokenLifeSeconds };
  const token = signToken(claims, tokenKey(secret));
  return { status: 200, body: { access_token: token, token_type: 'bearer', expires_in: tokenLifeSeconds } };
}

/** Every try is compared with every secret, by digests of equal length, so that the time it takes tells nothing. */
function matchingSecret({ id, secrets }: CallOutClient, tries: readonly Credentials[]): string | undefined {
  let found: string | undefined;
  for (const secret of secrets.length === 0 ? [unknowable] : secrets)
    for (const given of tries) {
      const isId = timingSafeEqual(digest(given.id), digest(id));
      const isSecret = timingSafeEqual(digest(given.secret), digest(secret));
      if (isId && isSecret) found = secret;
    }
  return secrets.length === 0 ? undefined : found;
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/** RFC 6749 has both parts form-encoded before base64, and many senders forget it: the text is tried in both readings. */
function basicCredentials(authorization: string | undefined): Credentials[] {
  const [, written] = /^Basic +([A-Za-z0-9+/_-]+={0,2})$/i.exec(authorization ?? '') ?? [];
  if (written === undefined) return [];
  // Node reads the standard and the URL-safe alphabet alike.
  const text = Buffer.from(written, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  if (colon === -1) return [];
  const [id, secret] = [text.slice(0, colon), text.slice(colon + 1)];
  return [
    { id, secret },
    { id: formDecoded(id), secret: formDecoded(secret) },
  ];
}

function bodyCredentials(fields: Record<string, string> | undefined): Credentials[] {
  const id = fields?.['client_id'];
  const secret = fields?.['client_secret'];
  return id === undefined || secret === undefined ? [] : [{ id, secret }];
}

function formDecoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
}

/** The fields of a body, form or JSON; `undefined` when it is neither. */
function readFields({ contentType, body }: TokenRequest): Record<string, string> | undefined {
  if (!/json/i.test(contentType ?? '')) return Object.fromEntries(new URLSearchParams(body));
  try {
    const json: unknown = JSON.parse(body);
    if (typeof json !== 'object' || json === null) return undefined;
    return Object.fromEntries(Object.entries(json).filter(([, value]) => typeof value === 'string'));
  } catch {
    return undefined;
  }
}
