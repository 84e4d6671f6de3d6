import type { AuditEntry } from '@sluice/shared/messages/audit';

/** What stands where a secret stood. */
export const redacted = '[redacted]';

const secretName = /authorization$|password|passwd|secret|token$|^sask$|api[-_]?key|iban|bank[-_]?account/i;

/** Shapes in which credentials are written, wherever they stand in a text. */
const secretShapes: readonly RegExp[] = [
  /(?<=\b(?:bearer|basic) )[A-Za-z0-9+/._~=-]{8,}/gi,
  /\beyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*/g,
  /(?<=\b(?:access_token|refresh_token|client_secret|password|sask|secret)["']?\s?[=:]\s?["']?)[^\s"'&,;}]{4,}/gi,
  /(?<=:\/\/[^\s/:@]+:)[^\s/@]+(?=@)/g,
];
const ibanShape = /\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]){11,30}\b/g;

/**
 * The line as it is kept: without values that are known to be secret, and without what looks like a credential or a bank
 * account, whatever the app that wrote the line has thought of. Characters that Postgres cannot store are replaced.
 */
export function redactEntry(entry: AuditEntry, secrets: readonly string[]): AuditEntry {
  const known = secrets.filter((secret) => secret.length >= 4);
  return inside(entry, (text) => cleaned(text, known)) as AuditEntry;
}

function inside(value: unknown, clean: (text: string) => string): unknown {
  if (typeof value === 'string') return clean(value);
  if (Array.isArray(value)) return value.map((one) => inside(one, clean));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [
      clean(name),
      secretName.test(name) && typeof one === 'string' ? redacted : inside(one, clean),
    ]),
  );
}

function cleaned(text: string, known: readonly string[]): string {
  let kept = text.toWellFormed().replaceAll('\0', '\uFFFD');
  for (const secret of known) kept = kept.replaceAll(secret, redacted);
  for (const shape of secretShapes) kept = kept.replaceAll(shape, redacted);
  return kept.replaceAll(ibanShape, (found) => (isIban(found) ? redacted : found));
}

/** ISO 13616: the number, its first four characters moved to the end and letters written as 10 to 35, is 1 modulo 97. */
function isIban(written: string): boolean {
  const text = written.replaceAll(' ', '');
  let rest = 0;
  for (const character of `${text.slice(4)}${text.slice(0, 4)}`)
    for (const digit of String(Number.parseInt(character, 36))) rest = (rest * 10 + Number(digit)) % 97;
  return rest === 1;
}
