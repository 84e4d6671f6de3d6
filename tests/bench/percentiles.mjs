/** Nearest rank: the smallest of the values that so many percent of them do not exceed. In the unit of the values. */
export function percentiles(values) {
  const sorted = values.toSorted((one, other) => one - other);
  const at = (percent) => sorted[Math.max(0, Math.ceil((percent / 100) * sorted.length) - 1)] ?? Number.NaN;
  return { p50: round(at(50)), p95: round(at(95)), p99: round(at(99)), max: round(at(100)) };
}

export const round = (value) => Math.round(value * 10) / 10;
