import type { Lookup } from '@sluice/reconciler/decision';
import { mappingKey, mappingOn, mappingValues, type Mapping, type MappingTable } from '@sluice/shared/messages/mapping';
import type { z } from 'zod';
import { dateToM3 } from './date-to-m3.js';
import { found, missing, type Translated } from './translated.js';

/** The mapping tables, as a document sees them. */
export interface Mappings {
  readonly lookup: MappingLookup;
  readonly days: Days;
}

export type MappingLookup = (topic: 'mapping.v1', key: string) => Lookup<Mapping>;

/** The days that a row of a mapping table is asked about, `yyyy-MM-dd` in the company's time zone. */
export interface Days {
  /** On which the document was made. */
  readonly made: string;
  readonly today: string;
  readonly timeZone: string;
}

/** `made` and `now` are moments, ISO 8601; a document that does not say when it was made is of today. */
export function daysOf(made: string | undefined, now: string, timeZone: string): Days {
  const today = dayOf(now, timeZone) ?? now.slice(0, 10);
  return { made: (made === undefined ? undefined : dayOf(made, timeZone)) ?? today, today, timeZone };
}

/** What a mapping table says for a key; a row that is missing, removed, malformed or not valid yet is waited for. */
export function mapped<Table extends MappingTable>(
  { lookup, days }: Mappings,
  table: Table,
  key: string,
): Translated<z.infer<(typeof mappingValues)[Table]>> {
  const { ref, value: row } = lookup('mapping.v1', mappingKey(table, key));
  const rowOfDay = isThere(row) ? rowOn(row, days) : undefined;
  if (rowOfDay !== undefined && 'value' in rowOfDay) {
    const parsed = mappingValues[table].safeParse(rowOfDay.value);
    if (parsed.success) return found(parsed.data as z.infer<(typeof mappingValues)[Table]>);
  }
  const validFrom = rowOfDay !== undefined && 'validFrom' in rowOfDay ? rowOfDay.validFrom : undefined;
  const before = validFrom === undefined ? '' : ` before ${dayOf(validFrom, days.timeZone)}`;
  const otherCase =
    row === undefined
      ? caseVariants(key).find((variant) => isThere(lookup('mapping.v1', mappingKey(table, variant)).value))
      : undefined;
  const hint = otherCase === undefined ? '' : ` (only the case differs: ${otherCase})`;
  return missing({
    ref,
    code: 'mapping-missing',
    label: `${table} ${key}${before}${hint}`,
    ...(validFrom !== undefined && { validFrom }),
  });
}

/** Whether a table has a row for the key, whatever it says and from when on. */
export const hasRow = ({ lookup }: Mappings, table: MappingTable, key: string): boolean =>
  isThere(lookup('mapping.v1', mappingKey(table, key)).value);

const isThere = (row: Mapping | undefined): row is Mapping => row !== undefined && row.removed !== true;

/**
 * What a row says about a document: that of the day on which the document was made, so that a later version of the row
 * does not change a document that M3 has. A row that begins only after that day says what it said first; one that has
 * not begun yet says from which moment on it will.
 */
function rowOn(
  row: Mapping,
  { made, today, timeZone }: Days,
): { readonly value: Readonly<Record<string, string>> } | { readonly validFrom: string } | undefined {
  const value = mappingOn(row, made);
  if (value !== undefined) return { value };
  const first = row.versions?.[0];
  if (first?.validFrom === undefined) return undefined;
  return first.validFrom <= today ? { value: first.value } : { validFrom: startOfDay(first.validFrom, timeZone) };
}

/** How else people write a code. Rows are looked up by their whole key, so only what can be guessed is found. */
function caseVariants(key: string): string[] {
  const lower = key.toLowerCase();
  const capitals = lower.replaceAll(/(?<![\p{L}\p{N}])\p{L}/gu, (letter) => letter.toUpperCase());
  return [...new Set([key.toUpperCase(), lower, capitals])].filter((variant) => variant !== key);
}

/** A moment as a day of the company's, `yyyy-MM-dd`. */
function dayOf(moment: string, timeZone: string): string | undefined {
  const date = dateToM3(moment, timeZone);
  return date === undefined ? undefined : `${date.slice(0, 4)}-${date.slice(4, 6)}-${date.slice(6, 8)}`;
}

const quarterMs = 15 * 60_000;

/** The moment at which a day begins there. Zones are whole quarters of an hour away from UTC, 14 hours at most. */
function startOfDay(day: string, timeZone: string): string {
  let moment = Date.parse(`${day}T00:00:00Z`) - 14 * 60 * 60_000;
  while ((dayOf(new Date(moment).toISOString(), timeZone) ?? '') < day) moment += quarterMs;
  return new Date(moment).toISOString();
}
