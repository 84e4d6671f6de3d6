import type { PurchaseOrderSettings } from '../settings.js';

export interface NextReadBack {
  readonly due: boolean;
  /** When to read next; ISO 8601. */
  readonly at: string;
  /** Whether M3 has had all the time that it may take. */
  readonly over: boolean;
}

/**
 * When to ask M3 again whether the order is there; `since` is when M3 accepted it. At first often, since most orders come
 * within seconds; the longer it takes the more rarely, since every reading is a request of M3's quota: each pause is a
 * quarter of the age, within bounds.
 */
export function nextReadBack(
  { since, lastReadAt, now }: { readonly since: string; readonly lastReadAt: string | undefined; readonly now: string },
  { readBackEveryMs, readBackForMs }: Pick<PurchaseOrderSettings, 'readBackEveryMs' | 'readBackForMs'>,
): NextReadBack {
  const [from, last, at] = [since, lastReadAt ?? since, now].map((moment) => Date.parse(moment)) as [
    number,
    number,
    number,
  ];
  const end = from + readBackForMs;
  const pause = Math.min(Math.max(readBackEveryMs, (last - from) / 4), readBackForMs);
  // The last reading falls on the end itself, not some time after it.
  const next = last < end ? Math.min(last + pause, end) : last + pause;
  return { due: at >= next, at: new Date(next).toISOString(), over: at >= end };
}
