/** Blanks of every width, line breaks and tabs; in a code all of them mean the one that the space bar makes. */
const blanks = /[\s\u0085\u2800]/gu;

/** Characters that no screen shows: controls, soft hyphens, zero-width blanks and joiners, marks of direction. */
const invisible = /[\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}]/gu;

/** Most codes: nothing to be done, and an order may have thousands. */
const plain = /^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/;

/**
 * A code or a name as a person meant it: composed characters (NFC), nothing that cannot be seen, no blank before or
 * behind. Both sides of every comparison go through this one function (files, the API, Coupa, M3), so that a blank which
 * a spreadsheet or a web page left behind makes no other code of it. What can be seen is kept, case included.
 */
export const toCode = (written: string): string =>
  plain.test(written) ? written : written.replaceAll(blanks, ' ').replaceAll(invisible, '').normalize('NFC').trim();
