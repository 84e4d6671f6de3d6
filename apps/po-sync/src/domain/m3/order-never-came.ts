import { refused, send } from '@sluice/reconciler/decision';
import type { Reason } from '@sluice/shared/status';
import type { OrderDecision } from '../coupa/order-in-coupa.js';
import type { OrderView } from '../order-view.js';
import type { PurchaseOrderSettings } from '../settings.js';
import { areBatchMessagesRead, wordsOfBatch, type BatchEntry } from './batch-messages.js';
import { entryNumberIn } from './create-order-script.js';
import { readOrderScript } from './read-order-script.js';

/**
 * M3 has had all the time that it may take, and no order is there: a person is told what M3 says against the entry,
 * where its messages may be read. Whatever decides again later (a person's retry) gets a look of its own.
 */
export function orderNeverCame(
  view: OrderView,
  { confirmed, since }: Pick<BatchEntry, 'confirmed' | 'since'>,
  number: string,
  settings: PurchaseOrderSettings,
): OrderDecision {
  const because = inBatchReason(view, number);
  const head = view.fact('read-head');
  if (head === undefined || !isJustSeen(view, since, settings))
    return send(readOrderScript(confirmed, number), { because });
  if (!settings.batchMessages) return refused(neverCame(view, number, ''));
  const told = wordsOfBatch(view, { confirmed, since, number, entry: entryNumber(view) }, head, settings);
  return 'ask' in told ? send(told.ask, { because }) : refused(neverCame(view, number, told.words));
}

/** By a look after that time. Our own write-back decides again as well: it is no reason to ask M3 once more. */
function isJustSeen(
  view: OrderView,
  since: string,
  { checksFreshForMs, readBackForMs }: PurchaseOrderSettings,
): boolean {
  const head = view.fact('read-head');
  if (head?.justRead === true) return true;
  if (head === undefined || view.askedBy !== undefined) return false;
  if (areBatchMessagesRead(view)) return true;
  const [end, seen, now] = [Date.parse(since) + readBackForMs, Date.parse(head.readAt), Date.parse(view.now)];
  return seen >= end && now - seen < checksFreshForMs;
}

export const inBatchReason = (view: OrderView, number: string): Reason => ({
  code: 'order-in-m3-batch',
  message: `In M3's entry batch: order ${number} is not there yet${placeOf(view)}`,
});

const neverCame = (view: OrderView, number: string, words: string): Reason => ({
  code: 'order-in-m3-batch',
  message: `In M3's entry batch: order ${number} did not come about in time${placeOf(view)}${words === '' ? '' : `. ${words}`}`,
  fix: 'Correct the entry in PPS370 so that M3 makes the order, then retry the document: it is read again, not ordered again.',
});

const entryNumber = (view: OrderView): string | undefined => entryNumberIn(view.fact('start-entry')?.records[0]);

function placeOf(view: OrderView): string {
  const entry = entryNumber(view);
  return entry === undefined ? '' : `, see PPS370 for MSGN ${entry}`;
}
