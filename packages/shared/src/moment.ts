/** What a date that is written down says: a day of a calendar, or a moment with its distance from UTC. */
export type WrittenDate = { readonly day: string } | { readonly moment: Date };

const form = /^(\d{4})-(\d{2})-(\d{2})(?:T(\d{2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?(?:Z|[+-](\d{2}):?(\d{2})))?$/;

/**
 * A date as ISO 8601 writes it: a bare day (`2026-03-31`), or a moment with its offset (`2026-03-31T00:00:00+02:00`).
 * Everything else is none, `undefined`: a moment without an offset would be one that the clock of this machine guesses, and
 * the 31st of February one in March.
 */
export function readDate(written: string): WrittenDate | undefined {
  const text = written.trim();
  const parts = form.exec(text);
  if (parts === null) return undefined;
  const [, year, month, day, hour, minute, second, offsetHours, offsetMinutes] = parts;
  if (!isDay(Number(year), Number(month), Number(day))) return undefined;
  if (hour === undefined) return { day: text };
  const isTime = Number(hour) < 24 && Number(minute) < 60 && Number(second ?? 0) < 60 && Number(offsetHours ?? 0) < 24;
  if (!isTime || Number(offsetMinutes ?? 0) >= 60) return undefined;
  const moment = new Date(text.replace(/([+-]\d{2})(\d{2})$/, '$1:$2'));
  return Number.isNaN(moment.getTime()) ? undefined : { moment };
}

/** The same as a moment; a bare day begins at midnight UTC. */
export function readMoment(written: string): Date | undefined {
  const date = readDate(written);
  if (date === undefined) return undefined;
  return 'moment' in date ? date.moment : new Date(`${date.day}T00:00:00Z`);
}

/** So many milliseconds after a moment (ISO 8601); in UTC. */
export const later = (moment: string, ms: number): string => new Date(Date.parse(moment) + ms).toISOString();

function isDay(year: number, month: number, day: number): boolean {
  const made = new Date(Date.UTC(2000, month - 1, day));
  made.setUTCFullYear(year, month - 1, day);
  return year > 0 && made.getUTCMonth() === month - 1 && made.getUTCDate() === day;
}
