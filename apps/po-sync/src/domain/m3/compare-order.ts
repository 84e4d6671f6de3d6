import type { DecimalText } from '@sluice/shared/decimal';
import { equalTargets } from '@sluice/reconciler/canonical-form';
import { lineKey, type OrderInM3, type OrderLineInM3 } from '../translate/order-in-m3.js';

/** One difference, as a person reads it: where, and both values. */
export type Difference = string;

/** What Coupa wants changed in an order that M3 has confirmed, field by field. */
export function changedFields(confirmed: OrderInM3, wanted: OrderInM3): Difference[] {
  const { lines: linesBefore, ...headBefore } = confirmed;
  const { lines: linesNow, ...headNow } = wanted;
  const before = new Map(linesBefore.map((line) => [lineKey(line), line]));
  const now = new Map(linesNow.map((line) => [lineKey(line), line]));
  return [
    ...fieldsThatDiffer('order', headBefore, headNow),
    ...linesBefore.flatMap((line) => {
      const wantedLine = now.get(lineKey(line));
      return wantedLine === undefined
        ? [`line ${line.number}: taken out`]
        : fieldsThatDiffer(`line ${line.number}`, line, wantedLine);
    }),
    ...linesNow.filter((line) => !before.has(lineKey(line))).map(({ number }) => `line ${number}: added`),
  ];
}

function fieldsThatDiffer<Held extends object>(where: string, before: Held, now: Held): Difference[] {
  const names = new Set([...Object.keys(before), ...Object.keys(now)]) as Set<keyof Held & string>;
  return [...names]
    .filter((name) => !equalTargets(before[name], now[name]))
    .map((name) => `${where}, ${name}: from ${written(before[name])} to ${written(now[name])}`);
}

const written = (value: unknown): string =>
  value === undefined
    ? 'nothing'
    : typeof value === 'string' || typeof value === 'number'
      ? `${value}`
      : JSON.stringify(value);

/** A line as M3 was read to hold it, in the fields that are compared. */
export interface SeenLine {
  readonly number: number;
  readonly item: string;
  readonly quantity: DecimalText | string;
  readonly price: DecimalText | string;
  readonly unit: string;
  /** Empty where M3 did not tell it. */
  readonly warehouse: string;
}

export interface SeenContent {
  readonly supplier?: string;
  readonly currency?: string;
  readonly lines: readonly SeenLine[];
}

/**
 * Where M3 holds something else than it should: the number of lines, and of each line its item, quantity, price and
 * unit, and its warehouse where it has one of its own. The supplier and the currency are compared where M3 tells them.
 */
export function differencesInM3(expected: OrderInM3, seen: SeenContent): Difference[] {
  const numbers = new Map(seen.lines.map((line) => [line.number, line]));
  const expectedNumbers = new Set(expected.lines.map(({ number }) => number));
  return [
    ...(seen.supplier === undefined ? [] : differing('order', 'supplier', expected.supplier, seen.supplier)),
    ...(seen.currency === undefined || expected.currency === undefined
      ? []
      : differing('order', 'currency', expected.currency, seen.currency)),
    ...(seen.lines.length === expected.lines.length
      ? []
      : [`order, lines: expected ${expected.lines.length}, M3 holds ${seen.lines.length}`]),
    ...expected.lines.flatMap((line) => lineDifferences(line, numbers.get(line.number))),
    ...seen.lines
      .filter(({ number }) => !expectedNumbers.has(number))
      .map(({ number, item }) => `line ${number}: M3 holds item ${item}, nothing was expected`),
  ];
}

function lineDifferences(expected: OrderLineInM3, seen: SeenLine | undefined): Difference[] {
  const where = `line ${expected.number}`;
  if (seen === undefined) return [`${where}: M3 does not hold it`];
  return [
    ...(['item', 'quantity', 'price', 'unit'] as const).flatMap((field) =>
      differing(where, field, expected[field], seen[field]),
    ),
    ...(expected.warehouse === undefined || seen.warehouse === ''
      ? []
      : differing(where, 'warehouse', expected.warehouse, seen.warehouse)),
  ];
}

const differing = (where: string, field: string, expected: string, seen: string): Difference[] =>
  expected === seen ? [] : [`${where}, ${field}: expected ${expected}, M3 holds ${seen === '' ? 'nothing' : seen}`];
