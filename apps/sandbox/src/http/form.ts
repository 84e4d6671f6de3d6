import type { Exchange } from './exchange.js';

/** The fields of a form body, or undefined when the body is no form. */
export function readForm(exchange: Exchange): URLSearchParams | undefined {
  const type = exchange.headers['content-type']?.split(';', 1)[0]?.trim().toLowerCase();
  return type === 'application/x-www-form-urlencoded' ? new URLSearchParams(exchange.body) : undefined;
}

export interface ClientCredentials {
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

/**
 * Who the client says it is: by HTTP Basic or by `client_id` and `client_secret` in the form; both are in use with both
 * systems. RFC 6749 has Basic carry form-encoded parts, which many clients leave out, so both readings are offered.
 */
export function readClientCredentials(exchange: Exchange, form: URLSearchParams): readonly ClientCredentials[] {
  const basic = /^Basic (\S+)$/i.exec(exchange.headers.authorization ?? '')?.[1];
  if (basic !== undefined) {
    const text = Buffer.from(basic, 'base64').toString('utf8');
    const colon = text.indexOf(':');
    if (colon < 0) return [];
    const plain = { id: text.slice(0, colon), secret: text.slice(colon + 1) };
    return [plain, { id: decodeFormText(plain.id), secret: decodeFormText(plain.secret) }];
  }
  const id = form.get('client_id');
  const secret = form.get('client_secret');
  return id !== null && secret !== null ? [{ id, secret }] : [];
}
