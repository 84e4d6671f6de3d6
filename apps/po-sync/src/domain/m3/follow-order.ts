import { done, inProgress, refused, send } from '@sluice/reconciler/decision';
import type { Reason } from '@sluice/shared/status';
import { textOfWord } from '@sluice/shared/open-enum';
import { meaningOf, statusUnknown } from '../check-order.js';
import { changedFields, differencesInM3 } from './compare-order.js';
import { decideFindings, type Refusal, refusedFor } from '../translate/decide-findings.js';
import { crossReferences } from '../cross-references.js';
import { possibleDuplicateReason } from '../duplicate-fingerprint.js';
import { findOrderScript } from './find-order-script.js';
import type { OrderDecision } from '../coupa/order-in-coupa.js';
import {
  type ConfirmedOrder,
  type OrderFoundInM3,
  orderDestination,
  type OrderInM3,
} from '../translate/order-in-m3.js';
import { inBatchReason, orderNeverCame } from './order-never-came.js';
import { numberOf, numbersFound } from './order-number.js';
import { orderToM3 } from '../translate/order-to-m3.js';
import type { OrderView } from '../order-view.js';
import { nextReadBack } from './pace-read-back.js';
import { pastDates } from './past-dates.js';
import { refusedByReading } from './read-anew.js';
import { orderSeen, readOrderScript, type SeenOrder } from './read-order-script.js';
import type { PurchaseOrderSettings } from '../settings.js';

/**
 * An order that M3 has accepted, or was found to hold: read it back until it is there, compare, and then see whether
 * Coupa wants it otherwise by now. M3 takes an entry into its batch at once and makes the order later, or not at all.
 */
export function followOrder(
  view: OrderView,
  confirmed: ConfirmedOrder,
  settings: PurchaseOrderSettings,
): OrderDecision {
  const number = numberOf(view, confirmed);
  if (number === undefined) return numberUnknown(view, confirmed, settings);
  const seen = orderSeen(view.fact('read-head'), view.fact('read-lines'));
  switch (seen?.is) {
    case 'there':
      return compare(view, confirmed, number, seen, settings);
    case 'deleted':
      return refusedByReading(view, confirmed, number, deletedInM3(number), settings);
    default:
      return readAgain(view, confirmed, number, seen, settings);
  }
}

const deletedInM3 = (number: string) =>
  refusedFor(
    [{ code: 'read-back-differs', message: `M3 shows order ${number} as deleted (status 99)` }],
    'Find out in M3 who deleted it and why, then close the order in Coupa or order again.',
  );

function numberUnknown(view: OrderView, confirmed: ConfirmedOrder, settings: PurchaseOrderSettings): OrderDecision {
  const { reference } = confirmed;
  if (!('found' in confirmed))
    return refused({
      code: 'answer-missing',
      message: 'M3 accepted the order, but its number did not come back',
      fix: `Look in M3 (PPS200) for an order with our reference ${reference}.`,
    });
  // Whatever decides again (a person's retry) gets a look of its own.
  if (view.fact('confirm')?.justRead !== true) return send(findOrderScript(confirmed, settings));
  const numbers = numbersFound(view, confirmed);
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
  seen: SeenOrder | undefined,
  settings: PurchaseOrderSettings,
): OrderDecision {
  const destination = view.destination(orderDestination);
  const head = view.fact('read-head');
  const since = destination.acknowledgedAt ?? destination.last?.at ?? view.now;
  const { due, at, over } = nextReadBack({ since, lastReadAt: head?.readAt, now: view.now }, settings);
  // An order that M3 holds back waits for a person over there, as long as that takes; one that is absent does not.
  if (over && seen?.is === 'absent') return orderNeverCame(view, { confirmed, since }, number, settings);
  const because = seen?.is === 'held' ? heldReason(number, seen.status) : inBatchReason(view, number);
  const look = due && head?.justRead !== true;
  return look ? send(readOrderScript(confirmed, number), { because }) : inProgress(because, at);
}

const heldReason = (number: string, status: string): Reason => ({
  code: 'order-in-m3-batch',
  message: `M3 holds order ${number} back (status ${status}): a minimum value, an approval, an accounting string or a budget`,
  fix: 'Release it in M3; it is looked at again by itself.',
});

/** The order is there. Is it what was sent, and does Coupa still want that? */
function compare(
  view: OrderView,
  confirmed: ConfirmedOrder,
  number: string,
  seen: Extract<SeenOrder, { is: 'there' }>,
  settings: PurchaseOrderSettings,
): OrderDecision {
  if ('found' in confirmed) return compareFound(view, confirmed, number, seen, settings);
  const wrong = differencesInM3(confirmed, seen);
  if (wrong.length > 0) {
    const differs = refusedFor(
      wrong.map((message) => ({ code: 'read-back-differs', message })),
      `Compare order ${number} in M3 with Coupa's and correct it there, then retry.`,
    );
    return refusedByReading(view, confirmed, number, differs, settings);
  }
  const publish = crossReferences(view.document.id, confirmed, number);
  const changed = changeWanted(view, confirmed, settings);
  if (changed !== undefined) return { ...changed, publish };
  const because = saidBeside(view, confirmed);
  return done('Posted', { publish, ...(because && { because }) });
}

/** What a person should know of an order that M3 holds as it should. */
function saidBeside({ possibleDuplicates }: OrderView, confirmed: OrderInM3): Reason | undefined {
  const [first, ...others] = [pastDates(confirmed), possibleDuplicateReason(possibleDuplicates)].filter(
    (reason) => reason !== undefined,
  );
  return first && { ...first, message: [first, ...others].map(({ message }) => message).join('; ') };
}

/** Nothing of ours was ever confirmed of a found order: what M3 holds is compared with what Coupa wants now. */
function compareFound(
  view: OrderView,
  found: OrderFoundInM3,
  number: string,
  seen: Extract<SeenOrder, { is: 'there' }>,
  settings: PurchaseOrderSettings,
): OrderDecision {
  const change = statusChange(view);
  if (change !== undefined) return change;
  if (view.desired === undefined || meaningOf(view.desired) !== 'order') return done('Posted');
  const wanted = orderToM3(view.desired, { lookup: view.lookup, settings, now: view.now, placed: true });
  if (!('order' in wanted)) return decideFindings(wanted.findings);
  const differences = differencesInM3(wanted.order, seen);
  if (differences.length > 0) {
    const differs = notYetSupported(differences.map((difference) => `M3 holds order ${number} already; ${difference}`));
    return refusedByReading(view, found, number, differs, settings);
  }
  return done('Posted', {
    because: { code: 'already-posted', message: `M3 held order ${number} already; it was linked, not made again` },
    publish: crossReferences(view.document.id, wanted.order, number),
  });
}

/** What Coupa wants otherwise than M3 confirmed it, as far as that cannot be brought to M3 yet. */
function changeWanted(
  view: OrderView,
  confirmed: OrderInM3,
  settings: PurchaseOrderSettings,
): OrderDecision | undefined {
  const change = statusChange(view);
  if (change !== undefined) return change;
  // While an order is held for a change in Coupa, M3 keeps what it has: Coupa may take the change back.
  if (view.desired === undefined || meaningOf(view.desired) !== 'order') return undefined;
  const wanted = orderToM3(view.desired, { lookup: view.lookup, settings, now: view.now, confirmed, placed: true });
  if (!('order' in wanted)) return decideFindings(wanted.findings);
  const changed = changedFields(confirmed, wanted.order);
  return changed.length > 0 ? notYetSupported(changed) : undefined;
}

function statusChange({ removed, desired }: OrderView): OrderDecision | undefined {
  if (removed)
    return refused({
      code: 'removed-in-coupa',
      message: 'Coupa removed the order, M3 still holds it',
      fix: 'Close the order in M3 by hand, then ignore it here.',
    });
  if (desired === undefined) return undefined;
  const meaning = meaningOf(desired);
  if (meaning === 'unknown') return statusUnknown(desired);
  if (meaning === 'over')
    return notYetSupported([`order, status: Coupa says ${textOfWord(desired.status)}, M3's order is open`]);
  return undefined;
}

const notYetSupported = (differences: readonly string[]): Refusal =>
  refusedFor(differences.map((message) => ({ code: 'change-not-yet-supported', message })));
