import { isObject, type Json, type JsonObject } from '../../json.js';
import { CoupaRefusal } from '../coupa-refusal.js';
import type { CoupaStore } from '../coupa-store.js';
import type { Problems } from '../fields/check-shape.js';

/** Who writes: an integration over the API, or a person, who may begin with less and refer to what is not set up here. */
export type Author = 'api' | 'person';

/** One write to a supplier while it is looked through: everything that is wrong with it is said at once. */
export interface SupplierEdit {
  readonly store: CoupaStore;
  readonly by: Author;
  readonly now: string;
  readonly problems: Problems;
}

export const isBlank = (value: Json | undefined): boolean =>
  isObject(value)
    ? Object.values(value).every(isBlank)
    : value === undefined || value === null || (typeof value === 'string' && value.trim() === '');

export const joinPath = (path: string, name: string): string => (path === '' ? name : `${path}.${name}`);

/** Notes what is blank and must not be: of a new record anything that is missing, of a known one what is emptied. */
export function requireFields(
  { problems }: SupplierEdit,
  given: JsonObject,
  names: readonly string[],
  { path = '', isNew }: { readonly path?: string; readonly isNew: boolean },
): void {
  for (const name of names) {
    if ((isNew || name in given) && isBlank(given[name])) problems[joinPath(path, name)] ??= ["can't be blank"];
  }
}

/** @throws {CoupaRefusal} 400 with all of them, if there are any */
export function refuseProblems(problems: Problems): void {
  if (Object.keys(problems).length > 0) throw new CoupaRefusal(400, problems);
}
