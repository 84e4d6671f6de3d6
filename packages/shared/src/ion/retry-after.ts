/**
 * How long a `Retry-After` header asks to wait: seconds or an HTTP date; `undefined` when it says neither. ION's own
 * documentation does not promise the header, but load balancers send it. A date counts from `now`, in milliseconds since
 * 1970; where that is not known (NaN) a date says nothing.
 */
export function retryAfterMs(header: string | undefined, now: number): number | undefined {
  const text = header?.trim() ?? '';
  if (/^\d{1,9}$/.test(text)) return Number(text) * 1000;
  // A weekday begins every HTTP date; Date.parse alone would take "-5" or "1.5" for a date.
  if (!/^[A-Z][a-z]{2}/.test(text)) return undefined;
  const wait = Date.parse(text) - now;
  return Number.isNaN(wait) ? undefined : Math.max(0, wait);
}
