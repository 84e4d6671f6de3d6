import { z } from 'zod';

const control = /\p{Cc}/u;

/**
 * What is wrong with a text that somebody gave us, if anything. Postgres stores no NUL and JSON of Postgres no half of a
 * surrogate pair; the other control characters steer the terminals on which the history is read.
 */
export function problemOfText(text: string): string | undefined {
  const at = text.search(control);
  if (at !== -1) {
    const code = text.charCodeAt(at).toString(16).toUpperCase().padStart(4, '0');
    return `holds a control character (U+${code} at place ${at + 1}); write it without`;
  }
  return text.isWellFormed() ? undefined : 'holds half of a character (a lone surrogate); write it without';
}

/** Every text that comes in by the API goes through this; `missing` says what belongs there. */
export const inputText = (missing?: string) =>
  z.string(missing).superRefine((text, context) => {
    const message = problemOfText(text);
    if (message !== undefined) context.addIssue({ code: 'custom', message });
  });

/** A moment that Postgres knows, too: it has no year 0. */
export const inputMoment = (message: string) =>
  z.iso.datetime(message).refine((text) => !text.startsWith('0000'), message);
