/** What controls a terminal: control characters (C0, DEL, C1), and what changes the direction of a text or breaks its line. */
const steering = /[\p{Cc}\u200E\u200F\u2028\u2029\u202A-\u202E\u2066-\u2069]/gu;
const blanks = /\r\n|[\t\n\v\f\r\u2028\u2029]/g;

/**
 * The text as one line that may go to a terminal. Titles, reasons and names come from Coupa, from M3 and from whoever
 * calls the API: an escape sequence in one of them could rewrite what the operator sees.
 */
export const printable = (text: string): string => text.replaceAll(blanks, ' ').replaceAll(steering, '\uFFFD');

/** As {@link printable}, for a text of several lines. */
export const printableLines = (text: string): string => text.split(/\r?\n/).map(printable).join('\n');

/** JSON of the same meaning: JSON.stringify writes C0 as escapes, and leaves DEL, C1 and the direction marks as they are. */
export const printableJson = (json: string): string =>
  json.replaceAll(steering, (sign) =>
    sign === '\n' ? sign : `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
