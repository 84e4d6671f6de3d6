import type { Script } from '@sluice/reconciler/decision';
import { defineM3Read, m3Text, type M3Read } from '@sluice/reconciler/read';
import { digest } from '@sluice/shared/digest';
import { absentCodes, mayBeCutFrom } from '@sluice/shared/m3/field';
import type { ConfirmedOrder } from './order-in-m3.js';

/**
 * The statuses of a batch entry (Infor, PPS370): 10 is being entered, 20 finished and not looked at, 23 has errors, 25 was
 * validated, 90 has become an order.
 */
export const entryStatuses = { beingEntered: '10', withErrors: '23', madeOrder: '90' } as const;

/** The statuses that FinishEntry, and nothing before it, leads to. */
export const finishedStatuses: readonly string[] = ['20', '23', '25', '90'];

/** What M3 has against something that was entered: its own words, or the id of them alone. */
export interface EntryMessage {
  readonly id: string;
  readonly text: string;
}

export interface BatchHead {
  readonly status: string;
  readonly message: EntryMessage;
}

/** The state of the batch entry under an order number; `undefined` where M3 has none. */
export const readEntry = (number: string): M3Read<BatchHead | undefined> =>
  defineM3Read({
    id: `read-entry/${number}`,
    program: 'PPS370MI',
    independent: false,
    absentCodes: absentCodes.order,
    transactions: [
      { transaction: 'GetBatchHead', record: { PUNO: number }, returns: ['PUNO', 'MSGN', 'STAT', 'MSID', 'MSGD'] },
    ],
    parse: (records) => {
      const [head] = records.flat();
      return head && { status: m3Text(head['STAT']), message: messageIn(head) };
    },
  });

export interface BatchLine {
  readonly line: string;
  readonly item: string;
  readonly message: EntryMessage;
}

export interface BatchLines {
  readonly lines: readonly BatchLine[];
  /** There may be more: M3 may have cut the list. */
  readonly mayBeCut: boolean;
}

/** The lines of the entry, with what M3 has against each. */
export const readEntryLines = (number: string): M3Read<BatchLines> =>
  defineM3Read({
    id: `read-entry-lines/${number}`,
    program: 'PPS370MI',
    independent: false,
    absentCodes: absentCodes.order,
    transactions: [
      { transaction: 'LstBatchLine', record: { PUNO: number }, returns: ['PNLI', 'ITNO', 'STAT', 'MSID', 'MSGD'] },
    ],
    parse: (records) => ({
      lines: records.flat().map((record) => ({
        line: m3Text(record['PNLI']),
        item: m3Text(record['ITNO']),
        message: messageIn(record),
      })),
      mayBeCut: records.flat().length >= mayBeCutFrom,
    }),
  });

/** M3's words for messages of which only the id came, in a language, else in that of its service user; in the order of the ids. */
export const readMessageTexts = (ids: readonly string[], language: string): M3Read<readonly string[]> =>
  defineM3Read({
    id: `read-message-texts/${digest([language, ...ids].join())}`,
    program: 'PPS370MI',
    independent: false,
    absentCodes: absentCodes.message,
    transactions: ids.map((MSID) => ({
      transaction: 'GetMessageText',
      record: { MSID, ...(language !== '' && { LNCD: language }) },
      returns: ['MSID', 'MSGD'],
    })),
    parse: (records) => records.map(([record]) => m3Text(record?.['MSGD'])),
  });

const messageIn = (record: Readonly<Record<string, unknown>>): EntryMessage => ({
  id: m3Text(record['MSID']),
  text: m3Text(record['MSGD']),
});

export const readScript = (
  { company, division }: Pick<ConfirmedOrder, 'company' | 'division'>,
  { step }: M3Read<unknown>,
): Script => ({
  system: 'm3',
  kind: 'read',
  company,
  ...(division !== '' && { division }),
  steps: [step],
});
