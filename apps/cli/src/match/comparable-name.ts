import { decodeUtf8, jaroWinkler } from '@skyra/jaro-winkler';

/** The words that say what kind of company it is; they are left out or abbreviated at will. */
const legalForms: ReadonlySet<string> = new Set(
  (
    'ab ag aktiengesellschaft aps as asa bhd bv bvba company co corp corporation cv doo ek eg eirl esp eurl gbr ' +
    'gesmbh gmbh haftungsbeschrankt inc incorporated kft kg kgaa lda limited limitada llc llp lp ltd ltda mbh nv ohg oy oyj ' +
    'partg plc pt pte pty sa sab sae sarl sas sasu scs se sl slu snc spa spk spol spzoo sprl srl sro ug ua vof xs zrt zoo'
  ).split(' '),
);

/** Letters that Unicode does not take apart into a letter and its mark. */
const letters: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ı: 'i',
};

/** A name as it is compared: its words, without case, accents, punctuation and legal form. */
export interface ComparableName {
  readonly words: readonly string[];
  readonly text: string;
  readonly letters: readonly string[];
  /** The same with its words in the order of the alphabet: `Acme Bearings` is `Bearings, Acme`. */
  readonly sorted: readonly string[];
}

export function comparableName(name: string): ComparableName {
  const all = plain(name)
    .replaceAll(/[.'’`]/g, '')
    .replaceAll(/\bsp z ?o ?o\b/g, '')
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '' && word !== 'and' && word !== 'und' && word !== 'et');
  const told = all.filter((word) => !legalForms.has(word));
  const words = told.length === 0 ? all : told;
  const text = words.join(' ');
  return { words, text, letters: decodeUtf8(text), sorted: decodeUtf8(words.toSorted().join(' ')) };
}

const plain = (text: string): string =>
  text
    .toLowerCase()
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[ßæœøłđðþı]/g, (letter) => letters[letter] ?? letter);

/** How alike two names are, from 0 to 1 (Jaro-Winkler). */
export function likeness(one: ComparableName, other: ComparableName): number {
  if (one.text === other.text) return 1;
  const asWritten = jaroWinkler(one.letters, other.letters);
  return asWritten > 0.95 ? asWritten : Math.max(asWritten, jaroWinkler(one.sorted, other.sorted));
}

/** A word as codes and places are compared: `B-9000` is `b9000`. */
export const comparableCode = (text: string): string => plain(text).replaceAll(/[^\p{L}\p{N}]/gu, '');
