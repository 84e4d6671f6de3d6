import { differingFields, placeOf, written, type Difference } from '@sluice/reconciler/difference';
import { toCode } from '@sluice/shared/code-text';
import type { DecimalText } from '@sluice/shared/decimal';
import { lineKey, type OrderInM3, type OrderLineInM3 } from './order-in-m3.js';

/** A difference in this field is one in the whole line: it is there on one side only, which tells its item. */
const wholeLine = 'line';

/** What Coupa wants changed in an order that M3 has confirmed, field by field. */
export function changesOf(confirmed: OrderInM3, wanted: OrderInM3): Difference[] {
  const { lines: linesBefore, ...headBefore } = confirmed;
  const { lines: linesAfter, ...headAfter } = wanted;
  const before = new Set(linesBefore.map(lineKey));
  const after = new Map(linesAfter.map((line) => [lineKey(line), line]));
  return [
    ...differingFields<Omit<OrderInM3, 'lines'>>(headBefore, headAfter),
    ...linesBefore.flatMap((line): Difference[] => {
      const wantedLine = after.get(lineKey(line));
      return wantedLine === undefined
        ? [{ line: line.number, field: wholeLine, before: line.item }]
        : differingFields<OrderLineInM3>(...comparable(line, wantedLine), line.number);
    }),
    ...linesAfter
      .filter((line) => !before.has(lineKey(line)))
      .map(({ number, item }) => ({ line: number, field: wholeLine, after: item })),
  ];
}

/**
 * Where the same description is only broken otherwise, by lengths that M3 told since, there is nothing to change: what
 * M3 has been told stays.
 */
function comparable(before: OrderLineInM3, after: OrderLineInM3): [Partial<OrderLineInM3>, Partial<OrderLineInM3>] {
  if (wholeText(before) !== wholeText(after)) return [before, after];
  const { name, description, text } = before;
  return [before, { ...after, name, description, text } as Partial<OrderLineInM3>];
}

const wholeText = ({ description = '', text = [] }: OrderLineInM3): string =>
  [description, ...text].join('').replaceAll(/\s+/g, '');

/** A change as a person reads it: where, and both values. */
export function changeInWords(difference: Difference): string {
  const { line, field, before, after } = difference;
  if (field === wholeLine) return `line ${line}: ${after === undefined ? 'taken out' : 'added'}`;
  return `${placeOf(difference)}: from ${written(before)} to ${written(after)}`;
}

/** A line as M3 was read to hold it, in the fields that are compared. */
export interface LineContent {
  readonly number: number;
  readonly item: string;
  readonly quantity: DecimalText | string;
  readonly price: DecimalText | string;
  readonly unit: string;
  /** Empty where M3 did not tell it. */
  readonly warehouse: string;
}

export interface OrderContent {
  readonly supplier?: string;
  readonly currency?: string;
  readonly lines: readonly LineContent[];
}

/**
 * Where M3 holds something else than it should: the number of lines, and of each line its item, quantity, price and
 * unit, and its warehouse where it has one of its own. The supplier and the currency are compared where M3 tells them.
 * `before` is what was expected, `after` what M3 holds.
 */
export function deviationsOf(expected: OrderInM3, held: OrderContent): Difference[] {
  const heldLines = new Map(held.lines.map((line) => [line.number, line]));
  const expectedNumbers = new Set(expected.lines.map(({ number }) => number));
  return [
    ...(held.supplier === undefined
      ? []
      : differingFields({ supplier: expected.supplier }, { supplier: held.supplier })),
    ...(held.currency === undefined || expected.currency === undefined
      ? []
      : differingFields({ currency: expected.currency }, { currency: held.currency })),
    ...differingFields({ lines: expected.lines.length }, { lines: held.lines.length }),
    ...expected.lines.flatMap((line) => lineDeviations(line, heldLines.get(line.number))),
    ...held.lines
      .filter(({ number }) => !expectedNumbers.has(number))
      .map(({ number, item }) => ({ line: number, field: wholeLine, after: item })),
  ];
}

function lineDeviations(expected: OrderLineInM3, held: LineContent | undefined): Difference[] {
  if (held === undefined) return [{ line: expected.number, field: wholeLine, before: expected.item }];
  const compared = ({ item, quantity, price, unit, warehouse = '' }: OrderLineInM3 | LineContent) => ({
    item: toCode(item),
    quantity,
    price,
    unit: toCode(unit),
    ...(expected.warehouse !== undefined && held.warehouse !== '' && { warehouse: toCode(warehouse) }),
  });
  return differingFields<object>(compared(expected), compared(held), expected.number);
}

/** Whether what M3 was read to hold tells of the field, so that it shows whether the change was made there. */
export function isReadBack({ line, field }: Difference, held: OrderContent): boolean {
  if (field === wholeLine) return true;
  if (line === undefined) return (field === 'supplier' || field === 'currency') && held[field] !== undefined;
  return ['item', 'quantity', 'price', 'unit'].includes(field);
}

/** A deviation as a person reads it. */
export function deviationInWords(difference: Difference): string {
  const { line, field, before, after } = difference;
  if (field === wholeLine)
    return after === undefined
      ? `line ${line}: M3 does not hold it`
      : `line ${line}: M3 holds item ${written(after)}, nothing was expected`;
  return `${placeOf(difference)}: expected ${written(before)}, M3 holds ${written(after)}`;
}
