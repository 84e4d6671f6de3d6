import { m3Fields } from '@sluice/shared/m3/field';

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
  return line === '' ? lines : [...lines, line];
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
 * Coupa's line description (255) in M3: the first 30 characters are the name (PITD), the first 60 the description
 * (PITT), and what is left becomes text lines (TXT1), so that nothing is lost.
 */
export function descriptionToM3(written: string | undefined): DescriptionInM3 {
  const characters = Array.from(onOneLine(written ?? ''));
  if (characters.length === 0) return {};
  const text = cutAt(m3Fields.TXT1.length, characters.slice(m3Fields.PITT.length).join(''));
  return {
    name: characters.slice(0, m3Fields.PITD.length).join('').trim(),
    description: characters.slice(0, m3Fields.PITT.length).join('').trim(),
    ...(text.length > 0 && { text }),
  };
}
