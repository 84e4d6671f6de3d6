import type { Fact, Script } from '@sluice/reconciler/decision';
import { type DecimalText, toDecimalText } from '@sluice/shared/decimal';
import { absentCodes } from '@sluice/shared/m3/field';
import type { SeenContent } from './compare-order.js';

/** Whether M3 has made the order, and if so what it holds. The lines are asked for only when the head is there. */
export function readOrderScript(
  place: { readonly company: string; readonly division: string },
  number: string,
): Script {
  return {
    system: 'm3',
    kind: 'read',
    company: place.company,
    ...(place.division !== '' && { division: place.division }),
    steps: [
      {
        id: 'read-head',
        kind: 'read',
        program: 'PPS001MI',
        independent: false,
        absentCodes: [...absentCodes.order],
        transactions: [
          {
            transaction: 'GetHeadBasic',
            record: { PUNO: number },
            returns: ['PUNO', 'PUSL', 'PUST', 'SUNO', 'CUCD', 'YRE1'],
          },
        ],
      },
      {
        id: 'read-lines',
        kind: 'read',
        program: 'PPS200MI',
        independent: false,
        forEach: 'read-head',
        absentCodes: [...absentCodes.order],
        transactions: [
          {
            transaction: 'LstLine',
            record: { PUNO: { from: 'read-head', field: 'PUNO' } },
            returns: ['PNLI', 'PNLS', 'ITNO', 'ORQA', 'PUPR', 'PUUN', 'WHLO', 'PUSL'],
          },
        ],
      },
    ],
  };
}

/** What M3 was seen to hold under an order number. */
export type SeenOrder =
  | { readonly is: 'absent' }
  /** It exists, but M3 holds it back: minimum value, approval, accounting string, budget. */
  | { readonly is: 'held'; readonly status: string }
  | { readonly is: 'deleted' }
  | ({ readonly is: 'there' } & SeenContent);

/**
 * What the facts of {@link readOrderScript} say. M3's lowest status: from 15 on it is an order, from 10 to 14 M3 holds
 * it, 99 is deleted. `undefined` while nothing was read, or the lines are not of the same reading as the head.
 */
export function orderSeen(head: Fact | undefined, lines: Fact | undefined): SeenOrder | undefined {
  if (head === undefined) return undefined;
  const record = head.records.flat()[0];
  if (record === undefined) return { is: 'absent' };
  const status = text(record['PUSL']);
  if (status === '99') return { is: 'deleted' };
  if (!(Number(status) >= 15)) return { is: 'held', status };
  if (lines === undefined || lines.commandId !== head.commandId) return undefined;
  const supplier = text(record['SUNO']);
  const currency = text(record['CUCD']);
  return {
    is: 'there',
    ...(supplier !== '' && { supplier }),
    ...(currency !== '' && { currency }),
    lines: lines.records
      .flat()
      // A subline is a part of its line that M3 splits off later, on a partial delivery.
      .filter((line) => ['', '0', '000'].includes(text(line['PNLS'])))
      .map((line) => ({
        number: Number(text(line['PNLI'])),
        item: text(line['ITNO']),
        quantity: decimal(line['ORQA']),
        price: decimal(line['PUPR']),
        unit: text(line['PUUN']),
        warehouse: text(line['WHLO']),
      })),
  };
}

const text = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';
const decimal = (value: unknown): DecimalText | string => toDecimalText(text(value)) ?? text(value);
