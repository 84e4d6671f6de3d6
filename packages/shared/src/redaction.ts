import { isSealed, maskOf } from './sealed.js';

/**
 * The one policy of what is not written down. It is applied where something leaves for a record: audit entries, dead
 * letters, rows of requests, log lines, attributes of spans. Whoever needs the value itself reads it where it came from.
 */
export class Redaction {
  readonly #known = new Set<string>();
  #knownPattern: RegExp | undefined;

  constructor(secrets: Iterable<string> = []) {
    this.remember(secrets);
  }

  /** Values that are secret in this installation, whatever field or text they turn up in. */
  remember(secrets: Iterable<string>): void {
    for (const secret of secrets) if (secret.length >= knownLengthMin) this.#known.add(secret);
    this.#knownPattern = patternOf([...this.#known].flatMap(writtenForms));
  }

  /** A copy as it may be written down: secrets replaced, sealed values masked, at any depth. */
  readonly value = (value: unknown): unknown => this.#inside(value, []);

  /** A text as it may be written down. */
  readonly text = (text: string): string => {
    let kept = this.#withoutKnown(text);
    // No shape is so short; most texts of a log line are.
    if (kept.length < shapeLengthMin && !/[=:<"]/.test(kept)) return kept;
    for (const { shape, replace } of shapes) kept = kept.replaceAll(shape, replace);
    return withoutIbans(kept);
  };

  #inside(value: unknown, around: readonly object[]): unknown {
    if (typeof value === 'string') return this.text(value);
    if (typeof value !== 'object' || value === null) return value;
    if (around.includes(value)) return '[circular]';
    if ('sealed' in value && isSealed(value)) return maskOf(value);
    const within = [...around, value];
    if (Array.isArray(value)) return value.map((one) => this.#inside(one, within));
    if ('toJSON' in value && typeof value.toJSON === 'function') return this.#inside(value.toJSON(), within);
    const named = nameBeside(value);
    return Object.fromEntries(
      Object.entries(value).map(([name, one]) => [
        withoutIbans(this.#withoutKnown(name)),
        isSecretField(name) || (named !== undefined && /^value$/i.test(name) && isSecretField(named))
          ? replacedField(one)
          : this.#inside(one, within),
      ]),
    );
  }

  #withoutKnown(text: string): string {
    return this.#knownPattern === undefined ? text : text.replaceAll(this.#knownPattern, replacement);
  }
}

/** What stands where a secret stood. */
export const replacement = '[redacted]';

/** Shorter values would be found in words that have nothing to do with them. */
const knownLengthMin = 4;

const shapeLengthMin = 15;

/** Names of fields that carry credentials; compared in lower case and without hyphens, underscores and dots. */
const credentialFields: readonly RegExp[] = [
  // Also Coupa's `cxml-http-password`, and `kafkaSaslPassword` of our own settings.
  /password|passwd|passphrase/,
  // `client_secret`, and Coupa's `cxml-secret` and `coupa-connect-secret`.
  /secret/,
  // `Authorization`, `Proxy-Authorization`: the whole credential of a request.
  /authorization$/,
  // `access_token`, `refresh_token`, `apiToken`; `token_type` and `tokenExpiresAt` are none.
  /token$/,
  // `Cookie`, `Set-Cookie`: a session may be in it.
  /cookie$/,
  /apikey|privatekey|sealingkey/,
  // An address of Postgres has the password in it.
  /databaseurl$/,
  // The keys of an .ionapi file that open the tenant: its name, the client's secret, the service account.
  /^(ti|cs|saak|sask)$/,
];

/** Names of fields that carry what identifies a person or their money. */
const personalFields: readonly RegExp[] = [
  // Coupa's users and suppliers.
  /socialsecurity/,
  /iban/,
  /bankaccount/,
];

/**
 * M3's bank details, as CRS692MI has them: account and its parts (`BANA`, `BAF1` to `BAF5`), numbers of bank and branch,
 * the account's numbers abroad, and the creditor's identity. `BKID`, M3's short name for an account, is no secret.
 */
const m3BankFields: ReadonlySet<string> = new Set(
  'IBAN BANA BKNO BBRN BRNO BAF1 BAF2 BAF3 BAF4 BAF5 FIAN FICU CIDN'.split(' '),
);

const matches = (name: string, patterns: readonly RegExp[]): boolean => {
  const plain = name.toLowerCase().replaceAll(/[-_. ]/g, '');
  return patterns.some((pattern) => pattern.test(plain));
};

const allFields = [...credentialFields, ...personalFields];

/** Whether what stands in a field of this name is not written down. */
export const isSecretField = (name: string): boolean => m3BankFields.has(name) || matches(name, allFields);

/**
 * A document without its credential fields, at any depth, as it is passed on. Sluice never asks for them, but an instance
 * may be set up to answer more than was asked. Bank details stay: who passes those on seals them.
 */
export function withoutCredentials(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutCredentials);
  if (typeof value !== 'object' || value === null) return value;
  const kept = Object.entries(value).filter(([name]) => !matches(name, [...credentialFields, /socialsecurity/]));
  return Object.fromEntries(kept.map(([name, one]) => [name, withoutCredentials(one)]));
}

/** That a field is empty or a switch is on is no secret. A sealed value is masked, as everywhere. */
function replacedField(value: unknown): unknown {
  if (value === null || value === undefined || value === '' || typeof value === 'boolean') return value;
  return isSealed(value) ? maskOf(value) : replacement;
}

/** `{ Name: 'IBAN', Value: 'BE68…' }`, as M3's older API and lists of headers have it. */
function nameBeside(value: object): string | undefined {
  for (const [name, one] of Object.entries(value)) if (/^name$/i.test(name) && typeof one === 'string') return one;
  return undefined;
}

interface Shape {
  readonly shape: RegExp;
  readonly replace: (found: string, ...groups: any[]) => string;
}

/** Texts in texts in texts: what lies deeper is not looked through, but replaced. */
const depthMax = 4;

/** A named value inside a text: it is replaced where the name says that it is secret, else the text in it is looked through. */
function namedValue(shape: RegExp, isName: (name: string) => boolean = isSecretField): Shape {
  const replaceAt =
    (depth: number) =>
    (...found: any[]): string => {
      const { before, name, value } = found.at(-1) as { before: string; name: string; value: string };
      if (isName(name) || depth > depthMax) return `${before}${replacement}`;
      return `${before}${value.replaceAll(shape, replaceAt(depth + 1))}`;
    };
  return { shape, replace: replaceAt(0) };
}

/** Prose says "token: refused" and "authorization: required"; tokens after these words are told by their shape. */
const isNameInProse = (name: string): boolean => isSecretField(name) && !/(token|authorization)$/i.test(name);

/** How credentials and bank details are written in texts. */
const shapes: readonly Shape[] = [
  // "access_token":"…", also where the JSON is itself a text in JSON, or was cut.
  namedValue(
    /(?<before>(?<quote>\\{0,7})"(?<name>[\w.-]{2,64})\k<quote>"\s*:\s*\k<quote>")(?<value>.*?)(?=(?<!\\)\k<quote>"|$)/gs,
  ),
  // "BKNO": 12345678
  namedValue(/(?<before>\\{0,7}"(?<name>[\w.-]{2,64})\\{0,7}"\s*:\s*)(?<value>-?\d[\d.eE+-]*|[[{][^\]}]*)/g),
  // <cxml-secret>…</cxml-secret>
  namedValue(/(?<before><(?<name>[\w:.-]{2,64})(?:\s[^<>]*)?>)(?<value>[^<]+)(?=<)/g),
  // password=…, as in forms and addresses
  namedValue(/(?<before>(?<![\w.-])(?<name>[A-Za-z][\w.-]{1,63})["']?\s?=\s?["']?)(?<value>[^\s"'&,;}<]+)/g),
  // client_secret: …
  namedValue(
    /(?<before>(?<![\w.-])(?<name>[A-Za-z][\w.-]{2,63})["']?\s?:\s?["']?)(?<value>[^\s"'&,;}<]{4,})/g,
    isNameInProse,
  ),
  { shape: /(?<=\bcookie:\s?)(?!\s)[^\r\n]+/gi, replace: () => replacement },
  // Bearer …: prose has no digits or capitals in the word that follows.
  {
    shape: /(?<=\bbearer )[A-Za-z0-9+/._~=-]{8,}/gi,
    replace: (found) => (/\d|[A-Z]/.test(found) || found.length >= 20 ? replacement : found),
  },
  // Basic …: base64 of a name and a password with a colon between them.
  {
    shape: /(?<=\bbasic )[A-Za-z0-9+/_-]{4,}={0,2}/gi,
    replace: (found) => (decodedBase64(found).includes(':') ? replacement : found),
  },
  // A JSON web token, by the first characters of its head.
  { shape: /\beyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*/g, replace: () => replacement },
  // The key of a sender of Standard Webhooks.
  { shape: /\bwhsec_[A-Za-z0-9+/_-]{16,}={0,2}/g, replace: () => replacement },
  // postgres://sluice:…@host
  { shape: /(?<=:\/\/[^\s/:@]*:)[^\s/@]+(?=@)/g, replace: () => replacement },
];

function decodedBase64(text: string): string {
  try {
    return atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  } catch {
    return '';
  }
}

/** With hyphens only in groups of four, as it is printed: a UUID has hyphens elsewhere, and is no account. */
const ibanCandidate = /\b[A-Z]{2}\d{2}(?:(?: ?[A-Z0-9]){11,30}|(?:[ -][A-Z0-9]{4}){2,7}(?:[ -][A-Z0-9]{1,4})?)\b/gi;

/** The text around may look like the end of the number, so each length at which a word ends is tried, the longest first. */
function withoutIbans(text: string): string {
  return text.replaceAll(ibanCandidate, (found) => {
    const ends = [...found.matchAll(/(?<=\w)(?=[ -]|$)/g)].map(({ index }) => index).toReversed();
    const end = ends.find((length) => isIban(found.slice(0, length)));
    return end === undefined ? found : `${replacement}${found.slice(end)}`;
  });
}

/** ISO 13616: the number, its first four characters moved to the end and letters written as 10 to 35, is 1 modulo 97. */
function isIban(written: string): boolean {
  const text = written.replaceAll(/[ -]/g, '');
  if (text.length < 15 || text.length > 34) return false;
  let rest = 0;
  for (const character of `${text.slice(4)}${text.slice(0, 4)}`)
    for (const digit of String(Number.parseInt(character, 36))) rest = (rest * 10 + Number(digit)) % 97;
  return rest === 1;
}

/** A secret as it stands in a text, in an address, and in JSON. */
const writtenForms = (secret: string): string[] => [
  secret,
  encodeURIComponent(secret.toWellFormed()),
  JSON.stringify(secret).slice(1, -1),
];

/** Of two that begin alike the longer one is to be found. */
function patternOf(texts: readonly string[]): RegExp | undefined {
  if (texts.length === 0) return undefined;
  const longestFirst = [...new Set(texts)].toSorted((one, other) => other.length - one.length);
  return new RegExp(longestFirst.map((text) => text.replaceAll(/[\\^$.*+?()[\]{}|/]/g, '\\$&')).join('|'), 'g');
}

/** The policy without the secrets of an installation, where those cannot be there. */
const general = new Redaction();
export const redacted = general.value;
export const redactedText = general.text;
