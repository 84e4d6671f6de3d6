import type { Fact, Script } from '@sluice/reconciler/decision';
import { absentCodes } from '@sluice/shared/m3/field';
import type { M3Step } from '@sluice/shared/script';
import { dateToM3, daysLater } from '../translate/date-to-m3.js';
import { type ConfirmedOrder, orderDestination } from '../translate/order-in-m3.js';
import type { OrderView } from '../order-view.js';
import type { PurchaseOrderSettings } from '../settings.js';

/** Infor: application message 175 tells of an error in purchase order batch entry. */
const batchEntryError = '175';

/** So many messages are looked into, the newest: each is a request. */
const messagesMax = 20;

const listId = 'batch-messages';
const detailsId = 'batch-message-details';

/** The entry that is asked about, and by what M3's messages may name it. */
export interface BatchEntry {
  readonly confirmed: ConfirmedOrder;
  /** When M3 accepted it; ISO 8601. */
  readonly since: string;
  /** Its order number, by which a message is about it. */
  readonly number: string;
  /** The number of the entry, a short one perhaps: a text that has it may mean something else by it. */
  readonly entry?: string | undefined;
}

/** What M3 has to say, or what must be asked first. */
export type BatchWords = { readonly ask: Script } | { readonly words: string };

/**
 * M3's own words about an entry of which no order came, from the messages of our user there (CRS420): first the list of
 * messages, then the details of those about batch entry. Which message is about the entry is told by the order's number;
 * the entry's alone makes it one that may be. Where several name it, none is taken for the right one. `after` is the
 * reading that found no order.
 */
export function wordsOfBatch(
  view: OrderView,
  { confirmed, since, number, entry }: BatchEntry,
  after: Fact,
  settings: PurchaseOrderSettings,
): BatchWords {
  const list = view.fact(listId);
  if (!isOfRound(list, after))
    return wereRefused(view) ? { words: notReadable } : { ask: script(confirmed, [listStep(since, settings)]) };
  const names = entry === undefined ? [number] : [number, entry];
  const messages = entryMessages(list, names);
  if (messages.length === 0) return { words: '' };
  const details = view.fact(detailsId);
  if (!isOfRound(details, list))
    return wereRefused(view) ? { words: notReadable } : { ask: script(confirmed, [detailsStep(messages)]) };
  const read = messages.map(({ text }, index) => ({ text, details: details.records[index] ?? [] }));
  const about = read.filter((message) => isNamed(textsOf(message), [number]));
  if (about.length > 0) return { words: wordsOfOne(about, 'M3 says') };
  return {
    words: wordsOfOne(
      read.filter((message) => isNamed(textsOf(message), names)),
      'M3 may say of it',
    ),
  };
}

interface Read {
  readonly text: string;
  readonly details: Fact['records'][number];
}

const textsOf = ({ text, details }: Read): string[] => [text, ...details.map(({ MSGD }) => asText(MSGD))];

function wordsOfOne([message, ...others]: readonly Read[], says: string): string {
  if (message === undefined) return '';
  return others.length > 0 ? `${others.length + 1} messages in CRS420 name it` : `${says}: ${wordsOf(message)}`;
}

/** Whether M3 was just asked for its messages: what decides now belongs to that. */
export const areBatchMessagesRead = (view: OrderView): boolean =>
  view.fact(listId)?.justRead === true || view.fact(detailsId)?.justRead === true || wereRefused(view);

const notReadable = 'Our user in M3 may not read its messages (CRS420)';

const wereRefused = (view: OrderView): boolean => {
  const { last } = view.destination(orderDestination);
  return last?.kind === 'read' && last.refusals.some(({ step }) => step === listId || step === detailsId);
};

const isOfRound = (fact: Fact | undefined, after: Fact): fact is Fact =>
  fact !== undefined && (fact.justRead || fact.readAt >= after.readAt);

const script = ({ company, division }: ConfirmedOrder, steps: readonly M3Step[]): Script => ({
  system: 'm3',
  kind: 'read',
  company,
  ...(division !== '' && { division }),
  steps,
});

const step = (id: string, transactions: M3Step['transactions']): M3Step => ({
  id,
  kind: 'read',
  program: 'CRS420MI',
  independent: false,
  absentCodes: [...absentCodes.message],
  transactions,
});

/** From the day before on: M3 has days of its own. */
const listStep = (since: string, { timeZone }: PurchaseOrderSettings): M3Step =>
  step(listId, [
    {
      transaction: 'LstByActDate',
      record: { ADAT: daysLater(dateToM3(since, timeZone) ?? since.slice(0, 10).replaceAll('-', ''), -1) },
      returns: ['MTPE', 'DTID', 'MSGT'],
    },
  ]);

const detailsStep = (messages: readonly Message[]): M3Step =>
  step(
    detailsId,
    messages.map(({ id }) => ({ transaction: 'LstDetailMsg', record: { DTID: id }, returns: ['MSID', 'MSGD'] })),
  );

interface Message {
  readonly id: string;
  readonly text: string;
}

/** Those that name the entry already in the list; where none does, all, since the details may. */
function entryMessages(list: Fact, names: readonly string[]): Message[] {
  const messages = list.records
    .flat()
    .filter(({ MTPE }) => asText(MTPE) === batchEntryError)
    .map(({ DTID, MSGT }) => ({ id: asText(DTID), text: asText(MSGT) }))
    .slice(-messagesMax);
  const named = messages.filter(({ text }) => isNamed([text], names));
  return named.length > 0 ? named : messages;
}

/** By whole numbers, whatever zeros stand before them. */
function isNamed(texts: readonly string[], names: readonly string[]): boolean {
  const words = new Set(texts.flatMap((text) => text.split(/[^\p{L}\p{N}]+/u)).map(withoutZeros));
  return names.some((name) => words.has(withoutZeros(name)));
}

const withoutZeros = (word: string): string => word.replace(/^0+(?=.)/, '');

function wordsOf({ text, details }: Read): string {
  const words = details.map(({ MSID, MSGD }) => `${asText(MSGD)} (${asText(MSID)})`);
  return words.length === 0 ? text : words.join('; ');
}

const asText = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';
