import type { FieldLengths } from './field-lengths.js';

/** A text of Coupa's on one line: breaks become blanks, control characters go, the rest is kept. */
export const onOneLine = (text: string): string =>
  text
    .replaceAll(/[\r\n\t\u2028\u2029]+/g, ' ')
    .replaceAll(/\p{Cc}/gu, '')
    .trim();

/** Characters as a person counts code points, so that none is cut in the middle. */
export const lengthOf = (text: string): number => Array.from(text).length;

/** A text in lines of so many characters, broken between words; a word that is longer than a line goes on in the next. */
export function inLinesOf(longest: number, text: string): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of onOneLine(text).split(/\s+/)) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (lengthOf(longer) <= longest) {
      line = longer;
      continue;
    }
    if (line !== '') lines.push(line);
    const parts = cutAt(longest, word);
    lines.push(...parts.slice(0, -1));
    line = parts.at(-1) ?? '';
  }
  return withoutBlanking(line === '' ? lines : [...lines, line], longest);
}

/** M3's batch entry empties a field that is told `?` and nothing else. */
export const blanksAField = (value: string): boolean => /^\?+$/.test(value.trim());

/** A text of question marks alone in quotation marks, as far as the field takes them: so it arrives as a text. */
export function asText(text: string, longest: number): string {
  const quoted = `"${text.trim()}"`;
  return blanksAField(text) && lengthOf(quoted) <= longest ? quoted : text;
}

/**
 * Lines of which none is a question mark alone, which French puts behind a blank: the word before it comes along. Where
 * there is none, or no room for both, it stands in quotation marks.
 */
function withoutBlanking(lines: readonly string[], longest: number): string[] {
  const kept: string[] = [];
  for (const line of lines) {
    const words = blanksAField(line) ? (kept.at(-1) ?? '').split(' ') : [];
    const together = `${words.at(-1) ?? ''} ${line}`;
    if (words.length > 1 && lengthOf(together) <= longest) {
      kept.splice(-1, 1, words.slice(0, -1).join(' '), together);
    } else kept.push(asText(line, longest));
  }
  return kept;
}

/** Between characters, never within one. */
function cutAt(longest: number, text: string): string[] {
  const characters = Array.from(text);
  const parts: string[] = [];
  for (let from = 0; from < characters.length; from += longest)
    parts.push(characters.slice(from, from + longest).join(''));
  return parts;
}

export interface DescriptionInM3 {
  readonly name?: string;
  readonly description?: string;
  readonly text?: readonly string[];
}

/**
 * Coupa's line description (255) in M3: what fits becomes the name (PITD) and the description (PITT), and what is left
 * text lines (TXT1), so that nothing is lost.
 */
export function descriptionToM3(written: string | undefined, lengths: FieldLengths): DescriptionInM3 {
  const characters = Array.from(onOneLine(written ?? ''));
  if (characters.length === 0) return {};
  const upTo = (length: number): string => characters.slice(0, length).join('').trim();
  const [name, description] = [lengths('PITD').length, lengths('PITT').length];
  const end = descriptionEnd(characters, description);
  const text = cutAt(lengths('TXT1').length, characters.slice(end).join(''));
  return {
    name: asText(upTo(name), name),
    description: asText(upTo(end), description),
    ...(text.length > 0 && { text: withoutBlankLast(text) }),
  };
}

/** Where the description ends and the text begins: a character earlier where nothing but a question mark would be left. */
function descriptionEnd(characters: readonly string[], longest: number): number {
  const end = Math.min(longest, characters.length);
  return blanksAField(characters.slice(end).join('')) ? end - 1 : end;
}

/** A last line of question marks alone takes a character of the line before it along. */
function withoutBlankLast(lines: readonly string[]): string[] {
  const [last = '', before = ''] = lines.toReversed();
  if (lines.length < 2 || !blanksAField(last)) return [...lines];
  const characters = Array.from(before);
  return [...lines.slice(0, -2), characters.slice(0, -1).join(''), `${characters.at(-1) ?? ''}${last}`];
}
