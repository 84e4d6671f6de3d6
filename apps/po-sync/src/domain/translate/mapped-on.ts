import { mappingOn, type Mapping } from '@sluice/shared/messages/mapping';
import { dateToM3 } from './date-to-m3.js';

/** The days that a row of a mapping table is asked about, `yyyy-MM-dd` in the company's time zone. */
export interface Days {
  /** On which the order was made. */
  readonly ordered: string;
  readonly today: string;
  readonly timeZone: string;
}

export type MappedOn =
  | { readonly value: Readonly<Record<string, string>> }
  /** Not valid before this moment; ISO 8601. */
  | { readonly validFrom: string }
  | undefined;

/**
 * What a row says about an order: that of the day on which the order was made, so that a later version of the row does
 * not change an order that M3 has. A row that begins only after that day says what it said first.
 */
export function mappedOn(row: Mapping, { ordered, today, timeZone }: Days): MappedOn {
  const value = mappingOn(row, ordered);
  if (value !== undefined) return { value };
  const first = row.versions?.[0];
  if (first?.validFrom === undefined) return undefined;
  return first.validFrom <= today ? { value: first.value } : { validFrom: startOfDay(first.validFrom, timeZone) };
}

/** A moment of Coupa's or ours as a day of the company's. */
export function dayOf(moment: string, timeZone: string): string | undefined {
  const date = dateToM3(moment, timeZone);
  return date === undefined ? undefined : `${date.slice(0, 4)}-${date.slice(4, 6)}-${date.slice(6, 8)}`;
}

const quarterMs = 15 * 60_000;

/** The moment at which a day begins there. Zones are whole quarters of an hour away from UTC, 14 hours at most. */
export function startOfDay(day: string, timeZone: string): string {
  let moment = Date.parse(`${day}T00:00:00Z`) - 14 * 60 * 60_000;
  while ((dayOf(new Date(moment).toISOString(), timeZone) ?? '') < day) moment += quarterMs;
  return new Date(moment).toISOString();
}
