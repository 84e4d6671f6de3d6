/**
 * JSON as it was sent: a number that JavaScript cannot hold exactly stays the text that it was written as. Ids are such
 * numbers, and two that are rounded to the same would count as one. Throws where the text is no JSON.
 */
export const parseJson = (text: string): unknown => JSON.parse(text, exactly);

function exactly(_key: string, value: unknown, context?: { readonly source?: string }): unknown {
  return typeof value === 'number' && !Number.isSafeInteger(value) ? context?.source : value;
}
