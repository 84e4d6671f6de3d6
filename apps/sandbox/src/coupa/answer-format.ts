import type { Answer } from '../http/answer.js';
import { isObject, type JsonObject } from '../json.js';
import { errorsToXml, listToXml, toXml } from './to-xml.js';
import type { Problems } from './fields/check-shape.js';

export type AnswerFormat = 'json' | 'xml';

const FORMATS: Readonly<Record<string, AnswerFormat>> = {
  'application/json': 'json',
  'application/xml': 'xml',
  'text/xml': 'xml',
  // Coupa answers in XML who does not say what it wants.
  'application/*': 'xml',
  'text/*': 'xml',
  '*/*': 'xml',
};

/** The format that is preferred by an Accept header, the first of those preferred alike; undefined if Coupa has none of them. */
export function readFormat(accept: string | undefined): AnswerFormat | undefined {
  if (accept === undefined || accept.trim() === '') return 'xml';
  const ranges = accept.split(',').map((range) => {
    const [type = '', ...parameters] = range.split(';').map((part) => part.trim().toLowerCase());
    const quality = parameters.find((one) => one.startsWith('q='))?.slice(2) ?? '1';
    return { format: FORMATS[type], quality: Number(quality) };
  });
  const known = ranges.filter(({ format, quality }) => format !== undefined && quality > 0);
  return known.toSorted((a, b) => b.quality - a.quality)[0]?.format;
}

const hasErrors = (body: unknown): body is { readonly errors: Problems } =>
  typeof body === 'object' && body !== null && 'errors' in body;

/** A list in which nothing was found is empty in JSON; in XML Coupa knows no empty list. */
const NOTHING_FOUND: Answer = { status: 404, body: { errors: { base: ['No results match your search criteria.'] } } };

function writeXml(objectName: string, body: unknown): string {
  if (hasErrors(body)) return errorsToXml(body.errors);
  return Array.isArray(body)
    ? listToXml(objectName, body as readonly JsonObject[])
    : toXml(objectName, isObject(body) ? body : {});
}

/** The answer as the caller asked for it. What it holds is made as JSON. */
export function formatAnswer(answer: Answer, format: AnswerFormat, objectName: string): Answer {
  if (format === 'json' || answer.body === undefined) return answer;
  const { status, headers, body } = Array.isArray(answer.body) && answer.body.length === 0 ? NOTHING_FOUND : answer;
  return {
    status,
    headers: { ...headers, 'content-type': 'application/xml; charset=utf-8' },
    body: writeXml(objectName, body),
  };
}
