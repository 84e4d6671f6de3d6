import { z } from 'zod';

/**
 * A list of words that the other side may lengthen. A word that we do not know is kept as `{ unknown }`,
 * so that a reader is not broken by a newer writer and can still say what it saw. What an earlier release stored as
 * unknown is read as the word by the release that has learned it.
 */
export const openEnum = <const Words extends readonly [string, ...string[]]>(words: Words) => {
  const read = (word: string): Words[number] | { unknown: string } => (words.includes(word) ? word : { unknown: word });
  return z.union([
    z.enum(words),
    z.object({ unknown: z.string() }).transform(({ unknown }) => read(unknown)),
    z.string().transform(read),
  ]);
};

/**
 * A list of our own words that a newer release of ours may lengthen: the compiler binds whoever writes one to the list,
 * readers keep a word of a newer writer as `openEnum` does.
 */
export const growingEnum = <const Words extends readonly [string, ...string[]]>(words: Words) =>
  openEnum(words) as z.ZodType<Words[number] | { unknown: string }, Words[number]>;

/** The word itself, known or not. */
export const textOfWord = (word: string | { readonly unknown: string }): string =>
  typeof word === 'string' ? word : word.unknown;
