import { comparableCode, comparableName, likeness, type ComparableName } from './comparable-name.js';
import type { CoupaSupplier, M3Supplier } from './unlinked-supplier.js';

interface Comparable {
  /** Numbers under which M3 may know it; of M3's its own. */
  readonly numbers: readonly string[];
  readonly taxId: string;
  readonly name: ComparableName;
  readonly town: string;
  readonly postalCode: string;
  readonly country: string;
}

export interface ComparableOfCoupa extends Comparable {
  readonly supplier: CoupaSupplier;
  /** The name as far as M3 could hold it. */
  readonly shortName: ComparableName;
}

export interface ComparableOfM3 extends Comparable {
  readonly supplier: M3Supplier;
}

/** As long as a name can be in M3 (SUNM). */
export const nameLengthOfM3 = 36;

const described = ({ name, taxId = '', town = '', postalCode = '', country = '' }: CoupaSupplier | M3Supplier) => ({
  taxId: comparableCode(taxId),
  name: comparableName(name),
  town: comparableCode(town),
  postalCode: comparableCode(postalCode),
  country: comparableCode(country),
});

/** Numbers are typed with and without the zeros before them. */
const comparableNumber = (number: string): string => comparableCode(number).replace(/^0+(?=.)/, '');

export const comparableOfCoupa = (supplier: CoupaSupplier): ComparableOfCoupa => ({
  supplier,
  ...described(supplier),
  numbers: [
    ...new Set([supplier.number, supplier.accountNumber].map((number = '') => comparableNumber(number))),
  ].filter((number) => number !== ''),
  shortName: comparableName(supplier.name.slice(0, nameLengthOfM3)),
});

export const comparableOfM3 = (supplier: M3Supplier): ComparableOfM3 => ({
  supplier,
  ...described(supplier),
  numbers: [comparableNumber(supplier.number)],
});

export interface Score {
  /** From 0 to 100. */
  readonly score: number;
  /** What speaks for the pair, and against it: `same tax id; name 0.93; same town`. */
  readonly why: string;
  readonly sameNumber: boolean;
  readonly sameTaxId: boolean;
}

/** A name says nothing below this likeness: names of companies share so many words. */
const likenessMin = 0.8;

/** What a pair is worth, in points. One equal identifier, or a name and a place, is a pair that a person should look at. */
const points = { number: 55, taxId: 55, name: 45, postalCode: 10, town: 6, country: 3, otherTaxId: -25 } as const;

const isEqual = (one: string, other: string): boolean => one !== '' && one === other;

export function scorePair(coupa: ComparableOfCoupa, m3: ComparableOfM3): Score {
  const sameNumber = coupa.numbers.includes(m3.numbers[0] ?? '');
  const sameTaxId = isEqual(coupa.taxId, m3.taxId);
  const alike = nameLikeness(coupa, m3);
  const evidence: [holds: boolean, points: number, words: string][] = [
    [sameNumber, points.number, 'same number'],
    [sameTaxId, points.taxId, 'same tax id'],
    [
      alike >= likenessMin,
      (points.name * (alike - likenessMin)) / (1 - likenessMin),
      alike === 1 ? 'same name' : `name ${(Math.floor(alike * 100) / 100).toFixed(2)}`,
    ],
    [isEqual(coupa.postalCode, m3.postalCode), points.postalCode, 'same postal code'],
    [isEqual(coupa.town, m3.town), points.town, 'same town'],
    [isEqual(coupa.country, m3.country), points.country, 'same country'],
    [!sameTaxId && coupa.taxId !== '' && m3.taxId !== '', points.otherTaxId, 'other tax id'],
  ];
  const holding = evidence.filter(([holds]) => holds);
  const sum = holding.reduce((total, [, worth]) => total + worth, 0);
  return {
    score: Math.round(Math.min(100, Math.max(0, sum))),
    why: holding.map(([, , words]) => words).join('; '),
    sameNumber,
    sameTaxId,
  };
}

/** A name that fills M3's field was cut there: Coupa's is compared as far as that. */
function nameLikeness(coupa: ComparableOfCoupa, { name, supplier }: ComparableOfM3): number {
  const whole = likeness(coupa.name, name);
  const isFull = supplier.name.length >= nameLengthOfM3 - 1 && coupa.supplier.name.length > nameLengthOfM3;
  return isFull ? Math.max(whole, likeness(coupa.shortName, name)) : whole;
}
