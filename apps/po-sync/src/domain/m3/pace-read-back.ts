import type { PurchaseOrderSettings } from '../settings.js';

export interface Looks {
  /** When M3 accepted the order. */
  readonly since: string;
  readonly lastReadAt: string | undefined;
  readonly now: string;
}

export interface NextReadBack {
  readonly due: boolean;
  /** When to look next; ISO 8601. */
  readonly at: string;
  /** Whether M3 has had all the time that it may take. */
  readonly over: boolean;
}

/**
 * When to ask M3 again whether the order is there. At first often, since most orders come within seconds; the longer it
 * takes the more rarely, since every look is a request of M3's quota: each pause is a quarter of the age, within bounds.
 */
export function nextReadBack(
  { since, lastReadAt, now }: Looks,
  { readBackEveryMs, readBackForMs }: Pick<PurchaseOrderSettings, 'readBackEveryMs' | 'readBackForMs'>,
): NextReadBack {
  const [from, last, at] = [since, lastReadAt ?? since, now].map((moment) => Date.parse(moment)) as [
    number,
    number,
    number,
  ];
  const end = from + readBackForMs;
  const pause = Math.min(Math.max(readBackEveryMs, (last - from) / 4), readBackForMs);
  // The last look falls on the end itself, not some time after it.
  const next = last < end ? Math.min(last + pause, end) : last + pause;
  return { due: at >= next, at: new Date(next).toISOString(), over: at >= end };
}
