import type { Side } from '../values/merge.js';
import { noteWrite, type Rounds } from '../values/rounds.js';
import { sharedFields, type SupplierValues } from '../values/supplier-values.js';
import { nameOf } from './field-in-words.js';
import type { Lost, Merged } from './merge-supplier.js';
import type { LostValue } from './supplier-view.js';

/** So many are kept on the record; all of them are in the audit. */
const lostMax = 5;

/** What is remembered of the values that were lost on a side, with those that a write overwrites now. */
export function lostWith(
  before: { readonly lost?: readonly LostValue[] } | undefined,
  { lost }: Merged,
  side: Side,
  now: string,
): { readonly lost?: readonly LostValue[] } {
  const added = lost.filter((one) => one.side === side).map(({ field, value }) => ({ field, value, at: now }));
  const all = [...(before?.lost ?? []), ...added].slice(-lostMax);
  return all.length === 0 ? {} : { lost: all };
}

export const lostInWords = ({ field, value }: Pick<Lost, 'field' | 'value'>): string => `${nameOf(field)} ${value}`;

/** With the writes of all fields to a side noted. */
export const withWrites = (rounds: Rounds | undefined, side: Side, written: SupplierValues, now: string): Rounds =>
  sharedFields
    .filter((field) => written[field] !== undefined)
    .reduce<Rounds>((noted, field) => noteWrite(noted, side, field, written[field], now), rounds ?? {});
