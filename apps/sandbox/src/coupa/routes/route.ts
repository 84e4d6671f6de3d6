import { json, type Answer } from '../../http/answer.js';
import { isObject, type JsonObject } from '../../json.js';
import { CoupaRefusal, refuseField } from '../coupa-refusal.js';
import type { CoupaStore } from '../coupa-store.js';
import { parseSelection, selectFields, type Selection } from '../query/select-fields.js';

/** One call to the API, after the caller's token was looked at. */
export interface ApiCall {
  readonly store: CoupaStore;
  /** As sent, without the question mark. */
  readonly query: string;
  /** The id in the path, as text; empty where the path has none. */
  readonly idText: string;
  readonly contentType: string;
  readonly body: string;
}

export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT';
  /** After `/coupa/api/`; a group holds the id. */
  readonly path: RegExp;
  readonly scope: string;
  readonly answer: (call: ApiCall) => Answer;
}

export function readId({ idText }: ApiCall): number {
  if (!/^\d{1,15}$/.test(idText)) throw new CoupaRefusal(404, { base: [`There is nothing with the id ${idText}`] });
  return Number(idText);
}

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
  readonly selection: Selection | undefined;
  readonly returnObject: 'none' | 'limited' | 'shallow' | undefined;
  readonly exported: boolean | undefined;
}

export function readWriteArguments(
  objectName: string,
  { query, store }: ApiCall,
  { takesExported = false } = {},
): WriteArguments {
  let selection: Selection | undefined;
  let returnObject: WriteArguments['returnObject'];
  let exported: boolean | undefined;
  for (const [name, value] of new URLSearchParams(query)) {
    if (name === 'fields') selection = parseSelection(objectName, value, store.settings.topLevelCustomFields);
    else if (name === 'return_object') {
      if (value !== 'none' && value !== 'limited' && value !== 'shallow') {
        throw refuseField(name, 'must be none, limited or shallow');
      }
      returnObject = value;
    } else if (name === 'exported' && takesExported) {
      if (value !== 'true' && value !== 'false') throw refuseField(name, 'must be true or false');
      exported = value === 'true';
    } else throw refuseField(name, 'is no argument of this call');
  }
  return { selection, returnObject, exported };
}

/** The answer to a write: the record, the part of it that was asked for, or nothing. */
export function answerWrite(status: number, record: JsonObject, { selection, returnObject }: WriteArguments): Answer {
  if (returnObject === 'none') return { status };
  if (selection) return json(status, selectFields(record, selection));
  return json(status, returnObject === undefined ? record : { id: record['id'] ?? null });
}
