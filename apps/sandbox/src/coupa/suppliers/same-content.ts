import { isDeepStrictEqual } from 'node:util';
import { isObject, type Json, type JsonObject } from '../../json.js';

/** Coupa makes no difference between what is absent and what is null. */
function compact(value: Json): Json {
  if (Array.isArray(value)) return (value as readonly Json[]).map(compact);
  if (!isObject(value)) return value;
  const held = Object.entries(value).filter(([, one]) => one !== null);
  return Object.fromEntries(held.map(([name, one]) => [name, compact(one)]));
}

/** Whether two states of a record hold the same, whenever each was written. */
export const sameContent = (one: JsonObject, other: JsonObject): boolean =>
  isDeepStrictEqual(compact({ ...one, 'updated-at': null }), compact({ ...other, 'updated-at': null }));
