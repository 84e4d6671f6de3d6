import { m3Fields } from '@sluice/shared/m3/field';

/** A text of Coupa's on one line: breaks become blanks, control characters go, the rest is kept. */
export const onOneLine = (text: string): string =>
  text
    .replaceAll(/[\r\n\t\u2028\u2029]+/g, ' ')
    .replaceAll(/\p{Cc}/gu, '')
    .trim();

/** Characters as a person counts code points, so that none is cut in the middle. */
export const lengthOf = (text: string): number => Array.from(text).length;

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
  const rest = characters.slice(m3Fields.PITT.length);
  const text: string[] = [];
  for (let from = 0; from < rest.length; from += m3Fields.TXT1.length)
    text.push(rest.slice(from, from + m3Fields.TXT1.length).join(''));
  return {
    name: characters.slice(0, m3Fields.PITD.length).join('').trim(),
    description: characters.slice(0, m3Fields.PITT.length).join('').trim(),
    ...(text.length > 0 && { text }),
  };
}
