import { refused, send } from '@sluice/reconciler/decision';
import type { Reading } from '@sluice/reconciler/read';
import type { Reason } from '@sluice/shared/status';
import { identityOf, orderDestination, type OrderDecision, type OrderView } from '../order-view.js';
import type { PurchaseOrderSettings } from '../settings.js';
import { areBatchMessagesRead, batchMessages, type BatchEntry } from './batch-messages.js';
import { readHead, readOrderScript } from './read-order-script.js';

/**
 * M3 has had all the time that it may take, and no order is there: a person is told what M3 says against the entry,
 * where its messages may be read. Whatever decides again later (a person's retry) reads anew.
 */
export function orderNeverCame(view: OrderView, entry: BatchEntry, settings: PurchaseOrderSettings): OrderDecision {
  const { confirmed, number } = entry;
  const because = inBatchReason(view, number);
  const reading = readingAtEnd(view, entry, settings);
  if (reading === undefined) return send(readOrderScript(confirmed, number), { because });
  if (!settings.batchMessages) return refused(neverCame(view, number, ''));
  const answer = batchMessages(view, entry, reading.readAt, settings);
  return 'ask' in answer ? send(answer.ask, { because }) : refused(neverCame(view, number, answer.words));
}

/**
 * The reading after that time which found no order. Our own write-back decides again as well: it is no reason to ask M3
 * once more.
 */
function readingAtEnd(
  view: OrderView,
  { number, since }: BatchEntry,
  { checksFreshForMs, readBackForMs }: PurchaseOrderSettings,
): Reading<unknown> | undefined {
  const m3 = view.destination(orderDestination);
  const head = readHead(number);
  const justRead = m3.fresh(head, 0);
  if (justRead !== undefined) return justRead;
  if (view.askedBy !== undefined) return undefined;
  if (areBatchMessagesRead(view)) return m3.reading(head);
  const fresh = m3.fresh(head, checksFreshForMs);
  return fresh && Date.parse(fresh.readAt) >= Date.parse(since) + readBackForMs ? fresh : undefined;
}

export const inBatchReason = (view: OrderView, number: string): Reason => ({
  code: 'order-in-m3-batch',
  message: `In M3's entry batch: order ${number} is not there yet${entryIn(view)}`,
});

const neverCame = (view: OrderView, number: string, words: string): Reason => ({
  code: 'order-in-m3-batch',
  message: `In M3's entry batch: order ${number} did not come about in time${entryIn(view)}${words === '' ? '' : `. ${words}`}`,
  fix: 'Correct the entry in PPS370 so that M3 makes the order, then retry the document: it is read again, not ordered again.',
});

function entryIn(view: OrderView): string {
  const { entryNumber } = identityOf(view);
  return entryNumber === undefined ? '' : `, see PPS370 for MSGN ${entryNumber}`;
}
