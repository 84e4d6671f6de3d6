/**
 * JSON from M3, or `undefined` when the text is none. Characters that a database column refuses (NUL, half of a pair) are
 * taken out of texts and names, so that an answer can always be written down.
 */
export function parseM3Json(text: string): unknown {
  try {
    return JSON.parse(text, writable);
  } catch {
    return undefined;
  }
}

function writable(_key: string, value: unknown): unknown {
  if (typeof value === 'string') return clean(value);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [clean(name), one]));
}

const clean = (text: string): string => text.replaceAll('\u0000', '').toWellFormed();
