import { inputText } from './domain/input-text.js';
import { readInput } from './read-input.js';

const header = 'x-sluice-user';
const Name = inputText().transform((text) => text.trim().slice(0, 100).toWellFormed());

/**
 * Who did it, as stated by the caller in `X-Sluice-User`. It is for the history and proves nothing: access is by the
 * token.
 */
export function operatorOf(headers: Readonly<Record<string, string | undefined>>): string {
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
