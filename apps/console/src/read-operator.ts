import { inputText } from './domain/input-text.js';
import type { PersonalTokens } from './personal-tokens.js';
import { readInput } from './read-input.js';

const header = 'x-sluice-user';
const Name = inputText().transform((text) => text.trim().slice(0, 100).toWellFormed());

/** Who does something, and whether a token of their own has proven it. */
export interface Operator {
  readonly name: string;
  readonly isProven: boolean;
}

/**
 * Who did it: the person whose own token the caller bears, else as stated in `X-Sluice-User`, which is for the history and
 * proves nothing.
 */
export function operatorOf(
  headers: Readonly<Record<string, string | undefined>>,
  personalTokens: PersonalTokens,
): Operator {
  const person = personalTokens.personOf({ headers });
  return person === undefined ? { name: statedIn(headers), isProven: false } : { name: person, isProven: true };
}

function statedIn(headers: Readonly<Record<string, string | undefined>>): string {
  const stated = headers[header];
  const name = stated === undefined ? '' : readInput(Name, utf8Of(stated), `headers.${header}`);
  return name === '' ? 'api' : name;
}

/** Node reads headers as Latin-1; a name that was sent in UTF-8 is that name again. */
function utf8Of(header: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(header, 'latin1'));
  } catch {
    return header;
  }
}
