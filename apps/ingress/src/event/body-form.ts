import { refusal } from '../refusal.js';

/** How the bodies of webhooks and call-outs may be written: a call-out of Coupa chooses, and sends XML where nobody chose. */
export type BodyForm = 'json' | 'xml';

/**
 * Told by the content type; another one is refused, and so is another charset than UTF-8: RFC 8259 knows no other for
 * JSON between systems, and what is kept is kept as text.
 */
export function bodyForm(contentType = ''): BodyForm {
  const [, charset] = /;\s*charset\s*=\s*"?([^\s;"]*)/i.exec(contentType) ?? [];
  if (charset !== undefined) requireUtf8(charset);
  if (/^application\/([\w.-]+\+)?json\s*(;|$)/i.test(contentType)) return 'json';
  if (/^(text\/xml|application\/([\w.-]+\+)?xml)\s*(;|$)/i.test(contentType)) return 'xml';
  throw refusal(
    'content-type-unsupported',
    `The content type must be application/json, application/xml or text/xml, not "${contentType}".`,
  );
}

export function requireUtf8(charset: string): void {
  if (/^(utf-?8|us-ascii)$/i.test(charset)) return;
  throw refusal('content-type-unsupported', `A body is read as UTF-8, not as "${charset}".`);
}
