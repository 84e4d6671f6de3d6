import { refusal } from '../refusal.js';
import { requireUtf8, type BodyForm } from './body-form.js';
import { declaredEncoding, parseXml } from './parse-xml.js';

export interface ParsedBody {
  readonly content: unknown;
  /** Only XML has one. */
  readonly root?: string;
}

/** The text exactly as it came, a byte order mark included. Throws the refusal where the bytes are no UTF-8. */
export function textOf(body: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(body);
  } catch (cause) {
    throw refusal('body-invalid', 'The body is not UTF-8 text.', cause);
  }
}

/** Throws the refusal where the text is not what its content type says. */
export function parseBody(text: string, form: BodyForm): ParsedBody {
  const bare = text.replace(/^\ufeff/, '');
  return form === 'json' ? readAsJson(bare) : readAsXml(bare);
}

function readAsJson(text: string): ParsedBody {
  try {
    return { content: parseJson(text) };
  } catch (cause) {
    throw refusal('body-invalid', 'The body is not JSON.', cause);
  }
}

/** What is wrong may quote the body, which may be long. */
const problemCharactersMax = 200;

function readAsXml(text: string): ParsedBody {
  const encoding = declaredEncoding(text);
  if (encoding !== undefined) requireUtf8(encoding);
  try {
    const { root, fields } = parseXml(text);
    return { content: fields, root };
  } catch (cause) {
    const problem = cause instanceof Error ? cause.message.slice(0, problemCharactersMax) : '';
    throw refusal('body-invalid', `The body is not XML as it is read here: ${problem}`, cause);
  }
}

/**
 * JSON as it was sent: a number that JavaScript cannot hold exactly stays the text that it was written as. Ids are such
 * numbers, and two that are rounded to the same would count as one. Throws where the text is no JSON.
 */
export const parseJson = (text: string): unknown =>
  mayBeInexact.test(text) ? JSON.parse(text, exactly) : JSON.parse(text);

/**
 * Where no number of a list or an object has sixteen digits, a fraction or an exponent, nothing is to be kept exact, and
 * a document of many lines is read five times as fast. Texts may look like such numbers; that costs no more than time.
 */
const mayBeInexact = /[:[,]\s*-?(?:\d{16}|\d+[.eE])/;

function exactly(_key: string, value: unknown, context?: { readonly source?: string }): unknown {
  return typeof value === 'number' && !Number.isSafeInteger(value) ? context?.source : value;
}
