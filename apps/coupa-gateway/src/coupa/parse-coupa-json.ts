/**
 * JSON from Coupa, or `undefined` when the text is none. Numbers that a JavaScript number cannot hold exactly stay the
 * text that was sent, and characters that a database column refuses (NUL, half of a pair) are taken out of texts.
 */
export function parseCoupaJson(text: string): unknown {
  try {
    return JSON.parse(text, exactly);
  } catch {
    return undefined;
  }
}

function exactly(_key: string, value: unknown, context?: { readonly source?: string }): unknown {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? value : context?.source;
  if (typeof value === 'string') return value.replaceAll('\u0000', '').toWellFormed();
  return value;
}
