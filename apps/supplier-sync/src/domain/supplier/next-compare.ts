import { digest } from '@sluice/shared/digest';
import { dateToM3, daysLater, type M3Date } from '@sluice/translation/date-to-m3';

/** When what M3 holds is compared in full, once a day: nothing else finds a change that leaves no trace in its list of changes. */
export interface CompareTime {
  /** `HH:mm` in the time zone. */
  readonly compareAt: string;
  /** IANA name. */
  readonly timeZone: string;
}

/** 30,000 suppliers must not come at once: each has a moment of its own within the hour. */
const spreadMs = 60 * 60_000;

/** The first moment after `now` at which the document of this id is compared, ISO 8601. */
export function nextCompareAt(now: string, time: CompareTime, id: string): string {
  const [today, tomorrow] = momentsAround(now, time, id).slice(1);
  return toIso((today as number) > Date.parse(now) ? (today as number) : (tomorrow as number));
}

/** The last such moment that has come. */
export function lastCompareAt(now: string, time: CompareTime, id: string): string {
  const [yesterday, today] = momentsAround(now, time, id);
  return toIso((today as number) <= Date.parse(now) ? (today as number) : (yesterday as number));
}

/** Those of yesterday, today and tomorrow, by the calendar of the zone. */
function momentsAround(now: string, { compareAt, timeZone }: CompareTime, id: string): number[] {
  const today = dateToM3(now, timeZone) ?? now.slice(0, 10).replaceAll('-', '');
  const delay = Number.parseInt(digest(id), 16) % spreadMs;
  return [-1, 0, 1].map((days) => momentOf(daysLater(today, days), compareAt, timeZone) + delay);
}

/** The moment at which clocks of the zone show a time of day. */
function momentOf(day: M3Date, time: string, timeZone: string): number {
  const shown = Date.parse(`${day.slice(0, 4)}-${day.slice(4, 6)}-${day.slice(6, 8)}T${time}:00Z`);
  // Twice, as the offset that counts is that of the moment itself: on some days it is another one before it.
  return shown - offsetAt(shown - offsetAt(shown, timeZone), timeZone);
}

/** By how much clocks of the zone are ahead of UTC. */
function offsetAt(moment: number, timeZone: string): number {
  const shown = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' }).format(moment);
  return Date.parse(`${shown.replace(' ', 'T')}Z`) - Math.floor(moment / 1000) * 1000;
}

const toIso = (moment: number): string => new Date(moment).toISOString();
