import { inProgress, refused, send } from '@sluice/reconciler/decision';
import type { Reason } from '@sluice/shared/status';
import { refusedFor, type Refusal } from '@sluice/translation/decide-findings';
import { identityOf, orderDestination, type OrderDecision, type OrderView } from '../order-view.js';
import type { PurchaseOrderSettings } from '../settings.js';
import { canReadEntries, entryAfter, hasErrors, madeOrder, swallowed } from './batch-entry.js';
import { readEntry, readScript } from './batch-entry-script.js';
import { confirmReference, findOrderScript, withReference } from './find-order-script.js';
import type { ConfirmedOrder } from './order-in-m3.js';
import { inBatchReason, orderNeverCame } from './order-never-came.js';
import { nextReadBack } from './pace-read-back.js';
import { observedOrder, readHead, readOrderScript, type ObservedOrder } from './read-order-script.js';
import { refusedByReading } from './refused-by-reading.js';
import { settleOrder } from './settle-order.js';

/**
 * An order that M3 has accepted, or was found to hold, is read back until it is there, and then settled with what Coupa
 * wants by now. M3 takes an entry into its batch at once and makes the order later, or not at all.
 */
export function followOrder(
  view: OrderView,
  confirmed: ConfirmedOrder,
  settings: PurchaseOrderSettings,
): OrderDecision {
  const { orderNumber: number } = identityOf(view);
  if (number === undefined) return numberUnknown(view, confirmed, settings);
  const observed = observedOrder(view, number);
  switch (observed?.state) {
    case 'present':
      return settleOrder(view, { confirmed, number, observed }, settings);
    case 'deleted':
      return refusedByReading(view, confirmed, number, deletedInM3(number), settings);
    default:
      return readAgain(view, confirmed, number, observed, settings);
  }
}

const deletedInM3 = (number: string): Refusal =>
  refusedFor([{ code: 'read-back-differs', message: `M3 shows order ${number} as deleted (status 99)` }], {
    'read-back-differs': 'Find out in M3 who deleted it and why, then close the order in Coupa or order again.',
  });

function numberUnknown(view: OrderView, confirmed: ConfirmedOrder, settings: PurchaseOrderSettings): OrderDecision {
  const { reference } = confirmed;
  if (!('found' in confirmed))
    return refused({
      code: 'answer-missing',
      message: 'M3 accepted the order, but its number did not come back',
      fix: `Look in M3 (PPS200) for an order with our reference ${reference}.`,
    });
  // Whatever decides again (a person's retry) gets a search of its own.
  const justFound = view.destination(orderDestination).fresh(confirmReference, 0);
  if (justFound === undefined) return send(findOrderScript(confirmed, settings));
  const numbers = withReference(justFound.value, reference);
  return refused({
    code: 'already-posted',
    message: `M3 holds ${numbers.length} orders with our reference ${reference}: ${numbers.join(', ')}`,
    fix: 'Take our reference off the wrong ones in M3, then retry; which one is right is not guessed.',
  });
}

function readAgain(
  view: OrderView,
  confirmed: ConfirmedOrder,
  number: string,
  observed: ObservedOrder | undefined,
  settings: PurchaseOrderSettings,
): OrderDecision {
  const m3 = view.destination(orderDestination);
  const head = m3.reading(readHead(number));
  const isAbsent = observed?.state === 'absent';
  const readsEntry = isAbsent && head !== undefined && canReadEntries(view, settings);
  const entry = readsEntry ? entryAfter(view, number, head.readAt) : undefined;
  if (entry !== undefined && hasErrors(entry.value)) {
    // Whoever corrected the entry tells nobody: after some time, or when a person asks, M3 is asked once more.
    const isStale = Date.parse(view.now) - Date.parse(entry.readAt) >= settings.checkAgainEveryMs;
    if (!isStale && (view.askedBy === undefined || entry.justRead))
      return swallowed(view, { confirmed, number }, entry, settings);
    return send(readOrderScript(confirmed, number), { because: inBatchReason(view, number) });
  }
  if (entry !== undefined && madeOrder(entry.value))
    return send(readOrderScript(confirmed, number), { because: inBatchReason(view, number) });

  const since = m3.acknowledgedAt ?? m3.last?.at ?? view.now;
  const lastReadAt = entry?.readAt ?? head?.readAt;
  const { due, at, over } = nextReadBack({ since, lastReadAt, now: view.now }, settings);
  // An order that M3 holds back waits for a person over there, as long as that takes; one that is absent does not.
  if (over && isAbsent) return orderNeverCame(view, { confirmed, number, since }, settings);
  const because = observed?.state === 'held' ? heldReason(number, observed.status) : inBatchReason(view, number);
  if (readsEntry && (head.justRead ? isToBeReadAtOnce(view, number) : due && entry === undefined))
    return send(readScript(confirmed, readEntry(number)), { because });
  const isToBeRead = due && head?.justRead !== true && entry?.justRead !== true;
  return isToBeRead ? send(readOrderScript(confirmed, number), { because }) : inProgress(because, at);
}

/**
 * The order was just not found: its entry tells at once what M3 has against it, unless it was read before and showed no
 * error. From then on the order and the entry are read in turn.
 */
function isToBeReadAtOnce({ destination }: OrderView, number: string): boolean {
  const before = destination(orderDestination).reading(readEntry(number));
  return before === undefined || hasErrors(before.value);
}

const heldReason = (number: string, status: string): Reason => ({
  code: 'order-in-m3-batch',
  message: `M3 holds order ${number} back (status ${status}): a minimum value, an approval, an accounting string or a budget`,
  fix: 'Release it in M3; it is looked at again by itself.',
});
