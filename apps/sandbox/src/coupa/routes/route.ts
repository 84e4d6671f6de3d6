import { json, type Answer } from '../../http/answer.js';
import { isObject, type JsonObject } from '../../json.js';
import { CoupaRefusal, refuseField } from '../coupa-refusal.js';
import type { CoupaStore } from '../coupa-store.js';
import { readShape, SHAPE_ARGUMENTS, shapeAnswer, type AnswerShape } from '../query/answer-shape.js';

/** One call to the API, after the caller's token was looked at. */
export interface ApiCall {
  readonly store: CoupaStore;
  /** As sent, without the question mark. */
  readonly query: string;
  /** The id in the path, as text; empty where the path has none. */
  readonly idText: string;
  /** Of what is inside: `/suppliers/:id/addresses/:id`. */
  readonly innerIdText: string;
  readonly contentType: string;
  readonly body: string;
}

export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT';
  /** After `/coupa/api/`; a group holds the id. */
  readonly path: RegExp;
  /** The object of which it answers one or a list. */
  readonly object: string;
  readonly scope: string;
  readonly answer: (call: ApiCall) => Answer;
}

function toId(text: string): number {
  if (!/^\d{1,15}$/.test(text)) throw new CoupaRefusal(404, { base: [`There is nothing with the id ${text}`] });
  return Number(text);
}

export const readId = ({ idText }: ApiCall): number => toId(idText);

export const readInnerId = ({ innerIdText }: ApiCall): number => toId(innerIdText);

/** Coupa takes a body for XML unless the content type says otherwise. An empty one is an empty object. */
export function readJson({ body, contentType }: ApiCall): JsonObject {
  if (body.trim() === '') return {};
  if (!/^application\/json\b/i.test(contentType)) {
    throw refuseField('base', 'The body is no XML: send JSON with Content-Type application/json');
  }
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    throw refuseField('base', 'The body is no JSON');
  }
  if (!isObject(value)) throw refuseField('base', 'The body must be one object');
  return value;
}

/** What a write may say about its answer, and the flag that stands in the query of an order. */
export interface WriteArguments {
  readonly objectName: string;
  readonly shape: AnswerShape;
  readonly exported: boolean | undefined;
}

export function readWriteArguments(
  objectName: string,
  { query, store }: ApiCall,
  { takesExported = false } = {},
): WriteArguments {
  let exported: boolean | undefined;
  const given = new URLSearchParams(query);
  for (const [name, value] of given) {
    if (SHAPE_ARGUMENTS.includes(name)) continue;
    if (name === 'exported' && takesExported) {
      if (value !== 'true' && value !== 'false') throw refuseField(name, 'must be true or false');
      exported = value === 'true';
    } else throw refuseField(name, 'is no argument of this call');
  }
  return { objectName, shape: readShape(objectName, given, store.settings, { isWrite: true }), exported };
}

/** The answer to a write: the record, the part of it that was asked for, or nothing. */
export function answerWrite(status: number, record: JsonObject, { objectName, shape }: WriteArguments): Answer {
  return shape.returnObject === 'none' ? { status } : json(status, shapeAnswer(objectName, record, shape));
}
