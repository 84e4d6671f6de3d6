/**
 * Whether a time of sending is close enough to now. Written as seconds or milliseconds since 1970, or in ISO 8601 with
 * an offset; what cannot be read is not timely.
 */
export function isTimely(written: string, nowMs: number, toleranceMs: number): boolean {
  const sentAt = readTime(written);
  return sentAt !== undefined && Math.abs(nowMs - sentAt) <= toleranceMs;
}

/** Ten digits of seconds reach until 2286; the same time in milliseconds has thirteen. */
function readTime(written: string): number | undefined {
  if (/^\d{9,10}$/.test(written)) return Number(written) * 1000;
  if (/^\d{12,13}$/.test(written)) return Number(written);
  if (!/^\d{4}-\d{2}-\d{2}T.*(Z|[+-]\d{2}:?\d{2})$/.test(written)) return undefined;
  const time = Date.parse(written);
  return Number.isNaN(time) ? undefined : time;
}
