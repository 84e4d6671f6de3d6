import { defineM3Read, m3Text, type M3Read } from '@sluice/reconciler/read';
import { absentCodes, mayBeCutFrom } from '@sluice/shared/m3/field';

/** Infor: application message 175 tells of an error in purchase order batch entry. */
const batchEntryError = '175';

/** The steps that read messages. */
export const messageSteps = { list: 'batch-messages', details: 'batch-message-details' } as const;

/** A message of our user in M3. */
export interface BatchMessage {
  readonly id: string;
  readonly text: string;
}

export interface ListedMessages {
  readonly messages: readonly BatchMessage[];
  /** Whether M3 may have cut the list: the newest messages would be missing. */
  readonly mayBeCut: boolean;
}

/** The messages about batch entry from a day on, `yyyyMMdd`; the oldest first. */
export const listMessages = (from: string): M3Read<ListedMessages> =>
  defineM3Read({
    id: messageSteps.list,
    program: 'CRS420MI',
    independent: false,
    absentCodes: absentCodes.message,
    transactions: [{ transaction: 'LstByActDate', record: { ADAT: from }, returns: ['MTPE', 'DTID', 'MSGT'] }],
    parse: (records) => ({
      messages: records
        .flat()
        .filter(({ MTPE }) => m3Text(MTPE) === batchEntryError)
        .map(({ DTID, MSGT }) => ({ id: m3Text(DTID), text: m3Text(MSGT) })),
      mayBeCut: records.flat().length >= mayBeCutFrom,
    }),
  });

export interface MessageDetail {
  readonly code: string;
  readonly text: string;
}

/** What M3 says in detail, message by message. */
export const readDetails = (messages: readonly BatchMessage[]): M3Read<readonly (readonly MessageDetail[])[]> =>
  defineM3Read({
    id: messageSteps.details,
    program: 'CRS420MI',
    independent: false,
    absentCodes: absentCodes.message,
    transactions: messages.map(({ id }) => ({
      transaction: 'LstDetailMsg',
      record: { DTID: id },
      returns: ['MSID', 'MSGD'],
    })),
    parse: (records) =>
      records.map((details) => details.map(({ MSID, MSGD }) => ({ code: m3Text(MSID), text: m3Text(MSGD) }))),
  });
