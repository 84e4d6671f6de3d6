import type { Script } from '@sluice/reconciler/decision';
import type { M3Read, Reading } from '@sluice/reconciler/read';
import { dateToM3, daysLater } from '@sluice/translation/date-to-m3';
import { identityOf, orderDestination, type OrderView } from '../order-view.js';
import type { PurchaseOrderSettings } from '../settings.js';
import {
  listMessages,
  messageSteps,
  readDetails,
  type BatchMessage,
  type MessageDetail,
} from './batch-messages-script.js';
import type { ConfirmedOrder } from './order-in-m3.js';

/** So many messages are looked into, the newest: each is a request. */
const messagesMax = 20;

/** An entry of which no order came. */
export interface BatchEntry {
  readonly confirmed: ConfirmedOrder;
  /** When M3 accepted it; ISO 8601. */
  readonly since: string;
  /** Its order number, by which a message is about it. */
  readonly number: string;
}

/** What M3 has to say, or what must be asked first. */
export type BatchMessages = { readonly ask: Script } | { readonly words: string };

/**
 * M3's own words about an entry of which no order came, from the messages of our user there (CRS420): first the list of
 * messages, then the details of those about batch entry. Which message is about the entry is told by the order's number;
 * the entry's alone, a short one perhaps, makes it one that may be. Where several name it, none is taken for the right
 * one. They are read after the order itself, `readAt`, was not found.
 */
export function batchMessages(
  view: OrderView,
  { confirmed, since, number }: BatchEntry,
  readAt: string,
  { timeZone }: PurchaseOrderSettings,
): BatchMessages {
  const m3 = view.destination(orderDestination);
  const ask = (read: M3Read<unknown>): BatchMessages =>
    wereRefused(view) ? { words: notReadable } : { ask: script(confirmed, read) };

  // From the day before on: M3 has days of its own.
  const day = dateToM3(since, timeZone) ?? since.slice(0, 10).replaceAll('-', '');
  const list = listMessages(daysLater(day, -1));
  const listed = m3.reading(list);
  if (!isAfter(readAt, listed)) return ask(list);
  const { entryNumber } = identityOf(view);
  const names = entryNumber === undefined ? [number] : [number, entryNumber];
  const messages = messagesToLookInto(listed.value.messages, names);
  const notAll = listed.value.mayBeCut ? listMayBeCut : '';
  if (messages.length === 0) return { words: notAll };

  const details = readDetails(messages);
  const detailed = m3.reading(details);
  if (!isAfter(listed.readAt, detailed)) return ask(details);
  const read = messages.map(({ text }, index) => ({ text, details: detailed.value[index] ?? [] }));
  const about = read.filter((message) => isNamed(textsOf(message), [number]));
  if (about.length > 0) return { words: wordsOfOne(about, 'M3 says') };
  const maybe = read.filter((message) => isNamed(textsOf(message), names));
  return { words: maybe.length === 0 ? notAll : wordsOfOne(maybe, 'M3 may say of it') };
}

/** Whether M3 was just asked for its messages: what decides now belongs to that. */
export function areBatchMessagesRead(view: OrderView): boolean {
  const m3 = view.destination(orderDestination);
  return steps.some((step) => m3.fact(step)?.justRead === true) || wereRefused(view);
}

const listMayBeCut =
  'M3 listed only the first of its messages to our user (CRS420); one about this entry may be among the rest';

const notReadable = 'Our user in M3 may not read its messages (CRS420)';

const steps: readonly string[] = Object.values(messageSteps);

const wereRefused = (view: OrderView): boolean => {
  const { last } = view.destination(orderDestination);
  return last?.kind === 'read' && last.refusals.some(({ step }) => steps.includes(step));
};

const isAfter = <Value>(readAt: string, reading: Reading<Value> | undefined): reading is Reading<Value> =>
  reading !== undefined && (reading.justRead || reading.readAt >= readAt);

const script = ({ company, division }: ConfirmedOrder, { step }: M3Read<unknown>): Script => ({
  system: 'm3',
  kind: 'read',
  company,
  ...(division !== '' && { division }),
  steps: [step],
});

/** Those that name the entry already in the list; where none does, all, since the details may. */
function messagesToLookInto(listed: readonly BatchMessage[], names: readonly string[]): readonly BatchMessage[] {
  const messages = listed.slice(-messagesMax);
  const named = messages.filter(({ text }) => isNamed([text], names));
  return named.length > 0 ? named : messages;
}

interface DetailedMessage {
  readonly text: string;
  readonly details: readonly MessageDetail[];
}

const textsOf = ({ text, details }: DetailedMessage): string[] => [text, ...details.map((detail) => detail.text)];

/** By whole numbers, whatever zeros stand before them. */
function isNamed(texts: readonly string[], names: readonly string[]): boolean {
  const words = new Set(texts.flatMap((text) => text.split(/[^\p{L}\p{N}]+/u)).map(withoutZeros));
  return names.some((name) => words.has(withoutZeros(name)));
}

const withoutZeros = (word: string): string => word.replace(/^0+(?=.)/, '');

function wordsOfOne([message, ...others]: readonly DetailedMessage[], says: string): string {
  if (message === undefined) return '';
  return others.length > 0 ? `${others.length + 1} messages in CRS420 name it` : `${says}: ${wordsOf(message)}`;
}

const wordsOf = ({ text, details }: DetailedMessage): string =>
  details.length === 0 ? text : details.map((detail) => `${detail.text} (${detail.code})`).join('; ');
