import type { Exchange } from './exchange.js';

/** The fields of a form body, or undefined when the body is no form. */
export function readForm(exchange: Exchange): URLSearchParams | undefined {
  const type = exchange.headers['content-type']?.split(';', 1)[0]?.trim().toLowerCase();
  return type === 'application/x-www-form-urlencoded' ? new URLSearchParams(exchange.body) : undefined;
}

/**
 * How a client says who it is: by HTTP Basic, as it is or with both parts form-encoded as RFC 6749 asks, or by `client_id`
 * and `client_secret` in the form.
 */
export const CLIENT_SPELLINGS = ['basic-raw', 'basic-encoded', 'body'] as const;

export interface ClientCredentials {
  readonly spelling: (typeof CLIENT_SPELLINGS)[number];
  readonly id: string;
  readonly secret: string;
}

const decodeFormText = (text: string): string => {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
};

/** Who the client says it is. All spellings are in use with both systems, so a Basic header is offered in both readings. */
export function readClientCredentials(exchange: Exchange, form: URLSearchParams): readonly ClientCredentials[] {
  const basic = /^Basic (\S+)$/i.exec(exchange.headers.authorization ?? '')?.[1];
  if (basic !== undefined) {
    const text = Buffer.from(basic, 'base64').toString('utf8');
    const colon = text.indexOf(':');
    if (colon < 0) return [];
    const [id, secret] = [text.slice(0, colon), text.slice(colon + 1)];
    return [
      { spelling: 'basic-raw', id, secret },
      { spelling: 'basic-encoded', id: decodeFormText(id), secret: decodeFormText(secret) },
    ];
  }
  const id = form.get('client_id');
  const secret = form.get('client_secret');
  return id !== null && secret !== null ? [{ spelling: 'body', id, secret }] : [];
}
