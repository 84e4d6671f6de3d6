import { asWritten, readCsv, writeCsv, type CsvLine } from '../csv-file.js';
import { findDuplicates, findEqualWhenShort } from './find-alike.js';
import type { Pair, Proposal } from './propose-pairs.js';
import type { CoupaSupplier, M3Supplier } from './unlinked-supplier.js';

const columns = [
  'decision',
  'coupa_id',
  'coupa_name',
  'coupa_number',
  'm3_company',
  'm3_number',
  'm3_name',
  'score',
  'why',
] as const;
type Column = (typeof columns)[number];

const decisions = ['link', 'new', 'skip'] as const;

/** The format of a file of pairs, for people. */
export const matchFileFormat = `The file is CSV in UTF-8, separated by commas or semicolons, as \`sluice suppliers match\` writes it. What is to be done
with a row stands under decision:

  link   the supplier of Coupa is the one of M3 in this row
  new    M3 has no such supplier yet: it is to be made
  skip   nothing, as where it is left empty

match writes link where number or tax id are equal and nobody else has them, and leaves the rest to you. Rows may be left
out, and their order does not count. coupa_id, m3_number and decision are read; the other columns are for people.`;

/** The rows of a proposal: pairs first, then who is only in Coupa, then who is only in M3. */
export function writeMatchFile({ pairs, onlyInCoupa, onlyInM3 }: Proposal): string {
  const remarks = remarksOf(
    [...new Set([...pairs.map(({ coupa }) => coupa), ...onlyInCoupa])],
    [...new Set([...pairs.map(({ m3 }) => m3), ...onlyInM3])],
  );
  const because = (words: string, ...suppliers: (CoupaSupplier | M3Supplier)[]): string =>
    [words, ...suppliers.flatMap((supplier) => remarks.get(supplier) ?? [])].join('; ');
  return writeCsv([
    columns,
    ...pairs.map((pair) => [
      pair.isSure ? 'link' : '',
      ...cellsOfCoupa(pair.coupa),
      ...cellsOfM3(pair.m3),
      String(pair.score),
      because(whyOf(pair), pair.coupa, pair.m3),
    ]),
    ...onlyInCoupa.map((supplier) => [
      '',
      ...cellsOfCoupa(supplier),
      '',
      '',
      '',
      '',
      because('only in Coupa', supplier),
    ]),
    ...onlyInM3.map((supplier) => ['', '', '', '', ...cellsOfM3(supplier), '', because('only in M3', supplier)]),
  ]);
}

const whyOf = ({ isAmbiguous, why }: Pair): string => (isAmbiguous ? `ambiguous: ${why}` : why);
const cellsOfCoupa = ({ id, name, number = '' }: CoupaSupplier): string[] => [id, name, number];
const cellsOfM3 = ({ company, number, name }: M3Supplier): string[] => [company, number, name];

/** What a person should know of a supplier before it is linked: who else it may be. */
function remarksOf(
  coupa: readonly CoupaSupplier[],
  m3: readonly M3Supplier[],
): ReadonlyMap<CoupaSupplier | M3Supplier, string[]> {
  const remarks = new Map<CoupaSupplier | M3Supplier, string[]>();
  for (const { why, suppliers } of [...findDuplicates(coupa, m3), ...findEqualWhenShort(coupa)])
    for (const supplier of suppliers) {
      const others = suppliers.filter((other) => other !== supplier).map(nameOf);
      const shown =
        others.length > namedMax ? [...others.slice(0, namedMax), `${others.length - namedMax} more`] : others;
      remarks.set(supplier, [...(remarks.get(supplier) ?? []), `${why} as ${shown.join(', ')}`]);
    }
  return remarks;
}

/** So many of a group are named; the rest is only counted. */
const namedMax = 5;
const nameOf = (supplier: CoupaSupplier | M3Supplier): string => ('id' in supplier ? supplier.id : supplier.number);

/** What a person decided about a supplier of Coupa's. */
export interface MatchDecision {
  readonly line: number;
  readonly coupaId: string;
  /** M3’s number, or `new`. */
  readonly answer: string;
}

export interface MatchFile {
  /** One a supplier. */
  readonly decisions: readonly MatchDecision[];
  /** Every problem with its line, column and value; with one problem nothing should be done. */
  readonly problems: readonly string[];
}

/** Reads what was decided. What is wrong is named with its line, all of it at once. */
export function readMatchFile(bytes: Uint8Array): MatchFile {
  const read = readCsv(bytes);
  if ('problem' in read) return { decisions: [], problems: [read.problem] };
  const [head, ...body] = read.lines;
  if (head === undefined)
    return { decisions: [], problems: ['The file is empty: its first line must name the columns.'] };
  const named = head.cells.map((cell) => cell.trim());
  const missing = (['decision', 'coupa_id', 'm3_number'] as const).filter((column) => !named.includes(column));
  if (missing.length > 0)
    return {
      decisions: [],
      problems: missing.map((column) => `line ${head.number}: the column "${column}" is missing`),
    };
  return checkTogether(body.map((line) => readRow(named, line)));
}

type Row = MatchDecision | { readonly problem: string } | undefined;

function readRow(named: readonly string[], { number: line, cells }: CsvLine): Row {
  const problem = (column: Column, what: string): Row => ({ problem: `line ${line}, ${column}: ${what}` });
  if (cells.length > named.length)
    return {
      problem: `line ${line}: has ${cells.length} cells, but there are ${named.length} columns: quote cells that hold a separator`,
    };
  const cell = (column: Column): string => asWritten(cells[named.indexOf(column)] ?? '').trim();
  const decision = cell('decision').toLowerCase();
  if (decision === '' || decision === 'skip') return undefined;
  if (!decisions.some((one) => one === decision))
    return problem('decision', `"${cell('decision')}" is none of ${decisions.join(', ')}`);
  const coupaId = cell('coupa_id');
  if (!/^\d{1,18}$/.test(coupaId))
    return problem(
      'coupa_id',
      coupaId === '' ? 'is empty: the id of Coupa’s supplier' : `"${coupaId}" is no id of Coupa’s`,
    );
  if (decision === 'new') return { line, coupaId, answer: 'new' };
  const number = cell('m3_number');
  if (number === '' || number.length > 10)
    return problem(
      'm3_number',
      number === '' ? 'is empty: whom to link with' : `"${number}" has more than M3’s 10 characters`,
    );
  return { line, coupaId, answer: number };
}

/** A supplier is one supplier: of Coupa's with one number, in whatever companies, and of M3's with one id. */
function checkTogether(rows: readonly Row[]): MatchFile {
  const problems: string[] = [];
  const ofCoupa = new Map<string, MatchDecision>();
  const ofM3 = new Map<string, MatchDecision>();
  for (const row of rows) {
    if (row === undefined) continue;
    if ('problem' in row) {
      problems.push(row.problem);
      continue;
    }
    const before = ofCoupa.get(row.coupaId);
    if (before !== undefined && before.answer !== row.answer)
      problems.push(
        `line ${row.line}, decision: supplier ${row.coupaId} of Coupa is "${row.answer}" here and "${before.answer}" in line ${before.line}: keep one of them`,
      );
    const rival = row.answer === 'new' ? undefined : ofM3.get(row.answer);
    if (rival !== undefined && rival.coupaId !== row.coupaId)
      problems.push(
        `line ${row.line}, m3_number: "${row.answer}" is linked with supplier ${rival.coupaId} of Coupa in line ${rival.line} already: keep one of them`,
      );
    ofCoupa.set(row.coupaId, before ?? row);
    ofM3.set(row.answer, rival ?? row);
  }
  return { decisions: [...ofCoupa.values()], problems };
}
