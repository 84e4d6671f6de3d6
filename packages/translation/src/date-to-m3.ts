import { readDate } from '@sluice/shared/moment';

/** A date as M3 takes it, `yyyyMMdd`. */
export type M3Date = string;

/**
 * The day on which a moment of Coupa's falls in the company's time zone; `undefined` when the text is no date of ISO 8601.
 * Coupa writes moments with an offset, and a date typed by a person as midnight of the company's time zone. A bare date
 * is that date.
 */
export function dateToM3(written: string, timeZone: string): M3Date | undefined {
  const date = readDate(written);
  if (date === undefined) return undefined;
  if ('day' in date) return date.day.replaceAll('-', '');
  const parts = formatOf(timeZone).formatToParts(date.moment);
  const part = (type: Intl.DateTimeFormatPartTypes): string => parts.find((one) => one.type === type)?.value ?? '';
  return `${part('year').padStart(4, '0')}${part('month')}${part('day')}`;
}

/** What is said of a text that is none. */
export const noDate = 'is no date: a day such as 2026-03-31, or a moment with its offset, is expected';

/** Kept by zone: making one takes a hundred times as long as using it, and an order may have a thousand dates. */
const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat('en', {
    timeZone,
    calendar: 'iso8601',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  });
  formats.set(timeZone, made);
  return made;
}

/** So many calendar days later. */
export function daysLater(date: M3Date, days: number): M3Date {
  const [year, month, day] = [date.slice(0, 4), date.slice(4, 6), date.slice(6, 8)].map(Number) as [
    number,
    number,
    number,
  ];
  return new Date(Date.UTC(year, month - 1, day + days)).toISOString().slice(0, 10).replaceAll('-', '');
}
