import { refused, send } from '@sluice/reconciler/decision';
import { orderDestination, type OrderDecision, type OrderView } from '../order-view.js';
import type { PurchaseOrderSettings } from '../settings.js';
import { readMessageTexts, readScript } from './batch-entry-script.js';
import type { ConfirmedOrder } from './order-in-m3.js';

/** The id of a message of M3: `WPU0803`, `PP15102`. */
const messageId = /^[A-Z][A-Z0-9_]{5,6}$/;

/**
 * M3 refused the order with ids of messages only: it is asked for their texts, once, and the refusal is shown with them.
 * Nothing where every message came with its words, or where M3 has none for it either.
 */
export function refusedInWords(
  view: OrderView,
  place: Pick<ConfirmedOrder, 'company' | 'division'>,
  { messageLanguage }: PurchaseOrderSettings,
): OrderDecision | undefined {
  const { refused: before, last, inFlight, reading } = view.destination(orderDestination);
  if (before === undefined || inFlight?.kind === 'write') return undefined;
  const bare = before.refusals.filter(({ code, message }) => message === code && messageId.test(code));
  const ids = [...new Set(bare.map(({ code }) => code))].slice(0, askedMax);
  if (ids.length === 0) return undefined;
  const read = readMessageTexts(ids, messageLanguage);
  const texts = reading(read)?.value;
  if (texts !== undefined)
    return refused({ ...before.because, message: withTexts(before.because.message, ids, texts) });
  // A release without the transaction refuses the question: the ids are then all there is to tell.
  if (last?.kind === 'read' && last.result === 'refused') return undefined;
  return send(readScript(place, read), { because: before.because });
}

/** The reason names only the first messages: texts of more would not be told. */
const askedMax = 20;

const withTexts = (message: string, ids: readonly string[], texts: readonly string[]): string =>
  ids.reduce((told, id, index) => {
    const text = texts[index] ?? '';
    return text === '' ? told : told.replaceAll(`: ${id} (${id})`, () => `: ${text} (${id})`);
  }, message);
