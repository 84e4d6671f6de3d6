import type { Script } from '@sluice/reconciler/decision';
import { defineM3Read, m3Text, type Fact, type M3Read } from '@sluice/reconciler/read';
import { toDecimalText } from '@sluice/shared/decimal';
import { digest } from '@sluice/shared/digest';
import { absentCodes, mayBeCutFrom } from '@sluice/shared/m3/field';
import { orderDestination, type OrderView } from '../order-view.js';
import type { LineContent, OrderContent } from './compare-order.js';
import type { ConfirmedOrder } from './order-in-m3.js';

/** Whether M3 has made the order, and if so what it holds. The lines are asked for only when the head is there. */
export const readOrderScript = (
  { company, division }: Pick<ConfirmedOrder, 'company' | 'division'>,
  number: string,
): Script => ({
  system: 'm3',
  kind: 'read',
  company,
  ...(division !== '' && { division }),
  steps: [readHead(number).step, readLines(number).step],
});

interface Head {
  /** M3's lowest status of the order. */
  readonly status: string;
  /** Empty where M3 did not tell it. */
  readonly supplier: string;
  readonly currency: string;
}

/** The head under an order number; `undefined` where there is none. */
export const readHead = (number: string): M3Read<Head | undefined> =>
  defineM3Read({
    id: headId(number),
    program: 'PPS001MI',
    independent: false,
    absentCodes: absentCodes.order,
    transactions: [
      {
        transaction: 'GetHeadBasic',
        record: { PUNO: number },
        returns: ['PUNO', 'PUSL', 'PUST', 'SUNO', 'CUCD', 'YRE1'],
      },
    ],
    parse: (records) => {
      const [head] = records.flat();
      return head && { status: m3Text(head['PUSL']), supplier: m3Text(head['SUNO']), currency: m3Text(head['CUCD']) };
    },
  });

const headId = (number: string): string => `read-head/${number}`;

interface ListedLines {
  readonly lines: readonly LineContent[];
  /** There may be more: M3 may have cut the list. */
  readonly mayBeCut: boolean;
}

const readLines = (number: string): M3Read<ListedLines> =>
  defineM3Read({
    id: `read-lines/${number}`,
    program: 'PPS200MI',
    independent: false,
    forEach: headId(number),
    absentCodes: absentCodes.order,
    transactions: [
      {
        transaction: 'LstLine',
        record: { PUNO: { from: headId(number), field: 'PUNO' } },
        returns: lineColumns,
      },
    ],
    parse: (records) => ({ lines: linesIn(records), mayBeCut: records.flat().length >= mayBeCutFrom }),
  });

/** Single lines of an order, of which a list that may have been cut did not tell. */
const readSingleLines = (number: string, lines: readonly number[]): M3Read<readonly LineContent[]> =>
  defineM3Read({
    id: `read-single-lines/${number}/${digest(lines.join())}`,
    program: 'PPS200MI',
    absentCodes: absentCodes.orderLine,
    transactions: lines.map((line) => ({
      transaction: 'GetLine',
      record: { PUNO: number, PNLI: String(line) },
      returns: lineColumns,
    })),
    parse: linesIn,
  });

const lineColumns = ['PNLI', 'PNLS', 'ITNO', 'ORQA', 'PUPR', 'PUUN', 'WHLO', 'PUSL'];

function linesIn(records: Fact['records']): LineContent[] {
  return (
    records
      .flat()
      // A subline is a part of its line that M3 splits off later, on a partial delivery.
      .filter(({ PNLS }) => ['', '0', '000'].includes(m3Text(PNLS)))
      .map(({ PNLI, ITNO, ORQA, PUPR, PUUN, WHLO }) => ({
        number: Number(m3Text(PNLI)),
        item: m3Text(ITNO),
        quantity: toDecimalText(m3Text(ORQA)) ?? m3Text(ORQA),
        price: toDecimalText(m3Text(PUPR)) ?? m3Text(PUPR),
        unit: m3Text(PUUN),
        warehouse: m3Text(WHLO),
      }))
  );
}

/** What M3 was last read to hold under an order number. */
export type ObservedOrder =
  | { readonly state: 'absent' }
  /** It exists, but M3 holds it back: minimum value, approval, accounting string, budget. */
  | { readonly state: 'held'; readonly status: string }
  | { readonly state: 'deleted' }
  | PresentOrder;

export interface PresentOrder extends OrderContent {
  readonly state: 'present';
  /** When its lines were read; ISO 8601. */
  readonly readAt: string;
  /** Its lines may be only the first that M3 holds. */
  readonly mayBeCut: boolean;
  /** What was just read completed the lines: what decides now belongs to that. */
  readonly justCompleted: boolean;
}

/**
 * The order with all the lines that are looked for, where the list of them may have been cut: those that it does not name
 * are read one by one, and only what M3 then does not hold is missing. A script where they must be asked for first.
 */
export function withAllLines(
  { destination }: OrderView,
  { company, division, number }: Pick<ConfirmedOrder, 'company' | 'division'> & { readonly number: string },
  observed: PresentOrder,
  expected: readonly { readonly number: number }[],
): PresentOrder | Script {
  const listed = new Set(observed.lines.map((line) => line.number));
  const missing = expected.map((line) => line.number).filter((line) => !listed.has(line));
  if (!observed.mayBeCut || missing.length === 0) return observed;
  const read = readSingleLines(number, missing);
  const reading = destination(orderDestination).reading(read);
  if (reading === undefined || !(reading.justRead || reading.readAt >= observed.readAt))
    return { system: 'm3', kind: 'read', company, ...(division !== '' && { division }), steps: [read.step] };
  return { ...observed, lines: [...observed.lines, ...reading.value], justCompleted: reading.justRead };
}

/**
 * By M3's lowest status: from 15 on it is an order, from 10 to 14 M3 holds it, 99 is deleted. `undefined` while nothing
 * was read, or the lines were not read together with the head.
 */
export function observedOrder({ destination }: OrderView, number: string): ObservedOrder | undefined {
  const m3 = destination(orderDestination);
  const head = m3.reading(readHead(number));
  if (head === undefined) return undefined;
  if (head.value === undefined) return { state: 'absent' };
  const { status, supplier, currency } = head.value;
  if (status === '99') return { state: 'deleted' };
  if (!(Number(status) >= 15)) return { state: 'held', status };
  const lines = m3.reading(readLines(number));
  if (lines === undefined || lines.commandId !== head.commandId) return undefined;
  return {
    state: 'present',
    ...(supplier !== '' && { supplier }),
    ...(currency !== '' && { currency }),
    lines: lines.value.lines,
    readAt: lines.readAt,
    mayBeCut: lines.value.mayBeCut,
    justCompleted: false,
  };
}
