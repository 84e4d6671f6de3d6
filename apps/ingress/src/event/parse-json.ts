/**
 * JSON as it was sent: a number that JavaScript cannot hold exactly stays the text that it was written as. Ids are such
 * numbers, and two that are rounded to the same would count as one. Throws where the text is no JSON.
 */
export const parseJson = (text: string): unknown =>
  mayBeInexact.test(text) ? JSON.parse(text, exactly) : JSON.parse(text);

/**
 * Where no number of a list or an object has sixteen digits, a fraction or an exponent, nothing is to be kept exact, and
 * a document of many lines is read five times as fast. Texts may look like such numbers; that costs no more than time.
 */
const mayBeInexact = /[:[,]\s*-?(?:\d{16}|\d+[.eE])/;

function exactly(_key: string, value: unknown, context?: { readonly source?: string }): unknown {
  return typeof value === 'number' && !Number.isSafeInteger(value) ? context?.source : value;
}
