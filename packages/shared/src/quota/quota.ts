import { Failure } from '../failure.js';

/** At most `max` requests in any stretch of `perMs`. */
export interface Window {
  readonly max: number;
  readonly perMs: number;
}

/** What an account permits. All of it holds at once; whatever is left out is unlimited. */
export interface Quota {
  readonly windows: readonly Window[];
  /** Requests open at the same time. */
  readonly concurrency: number;
  /** More failed answers than that and everything waits, before the other system or its gateway shuts the account out. */
  readonly errors?: Window;
}

const units = { ms: 1, s: 1_000, min: 60_000, h: 3_600_000, d: 86_400_000 } as const;
const rate = /^(\d{1,7})\/(\d{0,5})(ms|s|min|h|d)$/;

/**
 * A quota as one text: parts separated by commas, such as `300/min,20/s,concurrency=4,errors=30/min`. A period may have
 * a number: `20/800ms` lets 20 go at once and then 25 a second.
 */
export function parseQuota(text: string): Quota {
  const windows: Window[] = [];
  let concurrency = 1;
  let errors: Window | undefined;
  for (const part of text.split(',').map((one) => one.trim())) {
    const [name, value = ''] = part.split('=', 2);
    if (name === 'concurrency' && /^[1-9]\d?$/.test(value)) concurrency = Number(value);
    else if (name === 'errors') errors = windowOf(value, part);
    else windows.push(windowOf(part, part));
  }
  return { windows, concurrency, ...(errors !== undefined && { errors }) };
}

function windowOf(text: string, part: string): Window {
  const [, max, count, unit] = rate.exec(text) ?? [];
  const perMs = (count === '' ? 1 : Number(count)) * units[unit as keyof typeof units];
  if (Number(max) >= 1 && perMs >= 1) return { max: Number(max), perMs };
  throw new Failure(`"${part}" is no part of a quota`, {
    code: 'configuration-invalid',
    stage: 'configuration',
    disposition: 'park',
    fix: 'Write for example 300/min,20/s,concurrency=4,errors=30/min; periods are ms, s, min, h and d; concurrency is 1 to 99.',
  });
}

/** The same quota where all durations are so much shorter. */
export const scaleQuota = (quota: Quota, scale: number): Quota => {
  const scaled = ({ max, perMs }: Window): Window => ({ max, perMs: Math.max(1, Math.round(perMs * scale)) });
  return {
    ...quota,
    windows: quota.windows.map(scaled),
    ...(quota.errors !== undefined && { errors: scaled(quota.errors) }),
  };
};

/** How far back the ledger must reach. Without any window, a minute: the shares are counted over it. */
export const horizonOf = ({ windows, errors }: Quota): number => {
  const periods = [...windows, ...(errors === undefined ? [] : [errors])].map(({ perMs }) => perMs);
  return periods.length === 0 ? 60_000 : Math.max(...periods);
};
