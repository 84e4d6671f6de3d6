import {
  comparableOfCoupa,
  comparableOfM3,
  scorePair,
  type ComparableOfCoupa,
  type ComparableOfM3,
  type Score,
} from './score-pair.js';
import type { CoupaSupplier, M3Supplier } from './unlinked-supplier.js';

export interface Pair extends Pick<Score, 'score' | 'why'> {
  readonly coupa: CoupaSupplier;
  readonly m3: M3Supplier;
  /** Another candidate is as likely: nothing is guessed between them. */
  readonly isAmbiguous: boolean;
  /** Number or tax id are equal, and nobody else has them. */
  readonly isSure: boolean;
}

export interface Proposal {
  /** The best first; of one supplier all that are as likely as its best. */
  readonly pairs: readonly Pair[];
  readonly onlyInCoupa: readonly CoupaSupplier[];
  readonly onlyInM3: readonly M3Supplier[];
}

/** Below this score two suppliers are not worth looking at together. */
const scoreMin = 35;
/** Candidates whose scores are as near as this are as likely as each other. */
const nearness = 5;

/** Which suppliers of Coupa are probably which of M3's; in each company of M3's a supplier is paired once. */
export function proposePairs(coupa: readonly CoupaSupplier[], m3: readonly M3Supplier[]): Proposal {
  const ofCoupa = coupa.map(comparableOfCoupa);
  const companies = Map.groupBy(m3.map(comparableOfM3), ({ supplier }) => supplier.company);
  const pairs = [...companies.values()].flatMap((ofM3) => pairOneCompany(ofCoupa, ofM3));
  const paired = new Set<CoupaSupplier | M3Supplier>(pairs.flatMap((pair) => [pair.coupa, pair.m3]));
  return {
    pairs: withoutTwoNumbers(pairs).toSorted(
      (one, other) => other.score - one.score || compare(one.coupa.id, other.coupa.id),
    ),
    onlyInCoupa: coupa.filter((supplier) => !paired.has(supplier)),
    onlyInM3: m3.filter((supplier) => !paired.has(supplier)),
  };
}

const compare = (one: string, other: string): number => one.length - other.length || (one < other ? -1 : 1);

interface Candidate extends Score {
  readonly coupa: ComparableOfCoupa;
  readonly m3: ComparableOfM3;
}

/** The best pair first; who is in it is in no other one, except where another one is as likely. */
function pairOneCompany(ofCoupa: readonly ComparableOfCoupa[], ofM3: readonly ComparableOfM3[]): Pair[] {
  const candidates = candidatesOf(ofCoupa, ofM3).toSorted((one, other) => other.score - one.score);
  const byCoupa = Map.groupBy(candidates, ({ coupa }) => coupa);
  const byM3 = Map.groupBy(candidates, ({ m3 }) => m3);
  const counts = countIdentifiers(ofCoupa, ofM3);
  const isTaken = new Set<ComparableOfCoupa | ComparableOfM3>();
  const isShown = new Set<Candidate>();
  const pairs: Pair[] = [];
  for (const best of candidates) {
    if (isTaken.has(best.coupa) || isTaken.has(best.m3) || isShown.has(best)) continue;
    const rivals = [...(byCoupa.get(best.coupa) ?? []), ...(byM3.get(best.m3) ?? [])].filter(
      (other) =>
        other !== best &&
        other.score >= best.score - nearness &&
        !isTaken.has(other.coupa === best.coupa ? other.m3 : other.coupa),
    );
    for (const shown of [best, ...rivals].filter((one) => !isShown.has(one))) {
      isShown.add(shown);
      pairs.push(toPair(shown, rivals.length > 0, counts));
    }
    isTaken.add(best.coupa).add(best.m3);
  }
  return pairs;
}

function toPair(candidate: Candidate, isAmbiguous: boolean, counts: ReadonlyMap<string, number>): Pair {
  const { coupa, m3, score, why, sameNumber, sameTaxId } = candidate;
  const isUnique = (kind: string, one: string) =>
    counts.get(`coupa ${kind} ${one}`) === 1 && counts.get(`m3 ${kind} ${one}`) === 1;
  const isSure = (sameNumber && isUnique('number', m3.numbers[0] ?? '')) || (sameTaxId && isUnique('tax id', m3.taxId));
  return { coupa: coupa.supplier, m3: m3.supplier, score, why, isAmbiguous, isSure: isSure && !isAmbiguous };
}

/** How many suppliers of a system have a number, and a tax id. */
function countIdentifiers(
  ofCoupa: readonly ComparableOfCoupa[],
  ofM3: readonly ComparableOfM3[],
): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  const count = (key: string) => counts.set(key, (counts.get(key) ?? 0) + 1);
  for (const [system, suppliers] of [
    ['coupa', ofCoupa],
    ['m3', ofM3],
  ] as const)
    for (const { numbers, taxId } of suppliers) {
      for (const number of numbers) count(`${system} number ${number}`);
      if (taxId !== '') count(`${system} tax id ${taxId}`);
    }
  return counts;
}

/** One supplier has one number in all companies: two that differ are for a person. */
function withoutTwoNumbers(pairs: readonly Pair[]): Pair[] {
  const numbers = Map.groupBy(
    pairs.filter(({ isSure }) => isSure),
    ({ coupa }) => coupa.id,
  );
  return pairs.map((pair) =>
    new Set(numbers.get(pair.coupa.id)?.map(({ m3 }) => m3.number)).size > 1
      ? { ...pair, isAmbiguous: true, isSure: false }
      : pair,
  );
}

/** More suppliers than this share a word that tells nothing: `trading`. */
const blockMax = 100;
/** So many of a name's rarest words are looked up. */
const wordsMax = 3;

/**
 * Not everyone is compared with everyone, which for 30,000 on both sides would take hours: only those that share a number, a
 * tax id, a rare word, the beginning of the name or the postal code.
 */
function candidatesOf(ofCoupa: readonly ComparableOfCoupa[], ofM3: readonly ComparableOfM3[]): Candidate[] {
  const blocks = new Map<string, ComparableOfM3[]>();
  for (const m3 of ofM3)
    for (const key of [...identifiersOf(m3), ...namesOf(m3)]) {
      const block = blocks.get(key);
      if (block === undefined) blocks.set(key, [m3]);
      else block.push(m3);
    }
  const sizeOf = (key: string): number => blocks.get(key)?.length ?? 0;
  return ofCoupa.flatMap((coupa) => {
    const rareNames = namesOf(coupa)
      .filter((key) => sizeOf(key) > 0 && sizeOf(key) <= blockMax)
      .toSorted((one, other) => sizeOf(one) - sizeOf(other))
      .slice(0, wordsMax);
    const near = new Set([...identifiersOf(coupa), ...rareNames].flatMap((key) => blocks.get(key) ?? []));
    return [...near].flatMap((m3) => {
      const scored = scorePair(coupa, m3);
      return scored.score >= scoreMin ? [{ ...scored, coupa, m3 }] : [];
    });
  });
}

const identifiersOf = ({ numbers, taxId }: ComparableOfCoupa | ComparableOfM3): string[] => [
  ...numbers.map((number) => `number ${number}`),
  ...(taxId === '' ? [] : [`tax id ${taxId}`]),
];

const namesOf = ({ name, postalCode }: ComparableOfCoupa | ComparableOfM3): string[] => [
  `name ${name.text}`,
  `begins ${name.text.slice(0, 6)}`,
  ...new Set(name.words.filter((word) => word.length > 2).map((word) => `word ${word}`)),
  ...(postalCode === '' ? [] : [`at ${postalCode} ${name.text.slice(0, 1)}`]),
];
