/** How M3's REST layer can be told to write dates; YMD8 is yyyyMMdd, YWD5 the year, the ISO week and its day. */
export const DATE_FORMATS = ['YMD8', 'YMD6', 'MDY6', 'DMY6', 'YWD5', 'YMD8-'] as const;

export type DateFormat = (typeof DATE_FORMATS)[number];

const DAY_MS = 86_400_000;
const FULL = /^(\d{4})(\d{2})(\d{2})$/;
const PARTS: Readonly<Record<DateFormat, RegExp>> = {
  YMD8: /^(?<century>\d{2})(?<year>\d{2})(?<month>\d{2})(?<day>\d{2})$/,
  'YMD8-': /^(?<century>\d{2})(?<year>\d{2})-(?<month>\d{2})-(?<day>\d{2})$/,
  YMD6: /^(?<year>\d{2})(?<month>\d{2})(?<day>\d{2})$/,
  MDY6: /^(?<month>\d{2})(?<day>\d{2})(?<year>\d{2})$/,
  DMY6: /^(?<day>\d{2})(?<month>\d{2})(?<year>\d{2})$/,
  YWD5: /^(?<year>\d{2})(?<week>\d{2})(?<weekday>[1-7])$/,
};

const pad = (number: number): string => String(number).padStart(2, '0');

const compact = (date: Date): string => date.toISOString().slice(0, 10).replaceAll('-', '');

/** The Monday of ISO week 1: the week that holds January 4. */
function firstMonday(year: number): number {
  const fourth = Date.UTC(year, 0, 4);
  return fourth - ((new Date(fourth).getUTCDay() + 6) % 7) * DAY_MS;
}

function weekOf(date: Date): string {
  const weekday = (date.getUTCDay() + 6) % 7;
  const thursday = new Date(date.getTime() + (3 - weekday) * DAY_MS);
  const year = thursday.getUTCFullYear();
  const week = Math.floor((date.getTime() - firstMonday(year)) / (7 * DAY_MS)) + 1;
  return `${pad(year % 100)}${pad(week)}${weekday + 1}`;
}

/** A date of M3 (yyyyMMdd) in another format. What is none stays as it is. */
export function formatDate(date: string, format: DateFormat): string {
  const [, year = '', month = '', day = ''] = FULL.exec(date) ?? [];
  if (year === '') return date;
  switch (format) {
    case 'YMD8':
      return date;
    case 'YMD8-':
      return `${year}-${month}-${day}`;
    case 'YMD6':
      return year.slice(2) + month + day;
    case 'MDY6':
      return month + day + year.slice(2);
    case 'DMY6':
      return day + month + year.slice(2);
    case 'YWD5':
      return weekOf(new Date(Date.UTC(Number(year), Number(month) - 1, Number(day))));
  }
}

/** What is written in a format as M3 keeps it, yyyyMMdd. What is not written so stays as it is, and is refused as a date. */
export function parseDate(text: string, format: DateFormat): string {
  const parts = PARTS[format].exec(text)?.groups;
  if (format === 'YMD8' || !parts) return text;
  const { century = '20', year = '', month = '', day = '', week, weekday } = parts;
  if (week === undefined) return century + year + month + day;
  const days = (Number(week) - 1) * 7 + Number(weekday) - 1;
  return compact(new Date(firstMonday(2000 + Number(year)) + days * DAY_MS));
}
