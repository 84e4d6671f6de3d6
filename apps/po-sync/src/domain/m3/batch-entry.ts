import { refused, send } from '@sluice/reconciler/decision';
import type { M3Read, Reading } from '@sluice/reconciler/read';
import type { Reason } from '@sluice/shared/status';
import { later } from '@sluice/shared/moment';
import { identityOf, orderDestination, type OrderDecision, type OrderView } from '../order-view.js';
import type { PurchaseOrderSettings } from '../settings.js';
import {
  entryStatuses,
  readEntry,
  readEntryLines,
  readMessageTexts,
  readScript,
  type BatchHead,
  type BatchLines,
  type EntryMessage,
} from './batch-entry-script.js';
import type { ConfirmedOrder } from './order-in-m3.js';

/** Whether the tenant has the transactions that tell of an entry: not every release does. */
export const canReadEntries = (
  { lookup }: Pick<OrderView, 'lookup'>,
  { company }: Pick<PurchaseOrderSettings, 'company'>,
): boolean => {
  const has = lookup('xref.m3-metadata.v1', company).value?.transactions ?? {};
  return ['GetBatchHead', 'LstBatchLine'].every((transaction) => Object.hasOwn(has, `PPS370MI ${transaction}`));
};

/** What was last read of the entry, where that was after the order itself was not found. */
export function entryAfter(
  view: OrderView,
  number: string,
  readAt: string,
): Reading<BatchHead | undefined> | undefined {
  const entry = view.destination(orderDestination).reading(readEntry(number));
  return isAfter(readAt, entry) ? entry : undefined;
}

/** M3 looked at the entry and will make no order of it until somebody corrects it. */
export const hasErrors = (entry: BatchHead | undefined): boolean =>
  entry !== undefined &&
  entry.status !== entryStatuses.madeOrder &&
  (entry.status === entryStatuses.withErrors || entry.message.id !== '');

/** Whether the entry has become an order. */
export const madeOrder = (entry: BatchHead | undefined): boolean => entry?.status === entryStatuses.madeOrder;

/**
 * M3's own words about an entry that it will make no order of: what it has against the head, and against each line. What
 * came as an id alone is asked for. Whoever corrects the entry tells nobody here, so it is looked at again later.
 */
export function swallowed(
  view: OrderView,
  { confirmed, number }: { readonly confirmed: ConfirmedOrder; readonly number: string },
  entry: Reading<BatchHead | undefined>,
  { checkAgainEveryMs, messageLanguage }: PurchaseOrderSettings,
): OrderDecision {
  const m3 = view.destination(orderDestination);
  const because: Reason = {
    code: 'order-in-m3-batch',
    message: `${notMade(view, number, entry.value)}: M3 is asked why`,
  };
  const ask = (read: M3Read<unknown>): OrderDecision => send(readScript(confirmed, read), { because });

  const lines = m3.reading(readEntryLines(number));
  if (!isAfter(entry.readAt, lines)) return ask(readEntryLines(number));
  const messages = messagesOf(entry.value, lines.value);
  const ids = [...new Set(messages.filter(({ text }) => text === '').map(({ id }) => id))];
  const texts = ids.length === 0 ? undefined : m3.reading(readMessageTexts(ids, messageLanguage));
  if (ids.length > 0 && texts === undefined) return ask(readMessageTexts(ids, messageLanguage));

  const words = messages.map(({ place, id, text }) => {
    const said = text === '' ? (texts?.value[ids.indexOf(id)] ?? '') : text;
    return `${place}${said === '' ? id : `${said} (${id})`}`;
  });
  const cut = lines.value.mayBeCut ? [`M3 listed only the first ${lines.value.lines.length} lines`] : [];
  const until = later(entry.readAt, checkAgainEveryMs);
  return refused(
    {
      code: 'order-in-m3-batch',
      message: [notMade(view, number, entry.value), ...shortened([...words, ...cut])].join('. '),
      fix: 'Correct the entry in PPS370 so that M3 makes the order; it is looked at again by itself, or at once by a retry. It is read again, not ordered again.',
    },
    { until },
  );
}

const notMade = (view: OrderView, number: string, entry: BatchHead | undefined): string => {
  const { entryNumber } = identityOf(view);
  const where = entryNumber === undefined ? '' : `, MSGN ${entryNumber}`;
  return `M3 made no order ${number} of its batch entry (PPS370${where}, status ${entry?.status ?? 'unknown'})`;
};

/** So many are told one by one: a status must stay readable. */
const wordsMax = 20;

const shortened = (words: readonly string[]): string[] =>
  words.length === 0
    ? []
    : [
        `M3 says: ${[...words.slice(0, wordsMax), ...(words.length > wordsMax ? [`and ${words.length - wordsMax} more`] : [])].join('; ')}`,
      ];

interface PlacedMessage extends EntryMessage {
  /** `line 2: `, or nothing for the head. */
  readonly place: string;
}

/** The head repeats what M3 has against its first wrong line; that is told once, with the line. */
function messagesOf(head: BatchHead | undefined, { lines }: BatchLines): PlacedMessage[] {
  const ofLines = lines
    .filter(({ message }) => message.id !== '' || message.text !== '')
    .map(({ line, message }) => ({ ...message, place: `line ${line}: ` }));
  const ofHead = head === undefined || (head.message.id === '' && head.message.text === '') ? [] : [head.message];
  const isRepeated = ({ id, text }: EntryMessage): boolean =>
    ofLines.some((message) => message.id === id && message.text === text);
  return [
    ...ofHead.filter((message) => !isRepeated(message)).map((message) => ({ ...message, place: '' })),
    ...ofLines,
  ];
}

const isAfter = <Value>(readAt: string, reading: Reading<Value> | undefined): reading is Reading<Value> =>
  reading !== undefined && (reading.justRead || reading.readAt >= readAt);
