import { done, refused, send, type StateMessage } from '@sluice/reconciler/decision';
import type { Difference } from '@sluice/reconciler/difference';
import { textOfWord } from '@sluice/shared/open-enum';
import type { Reason } from '@sluice/shared/status';
import { decideFindings, refusedFor, type Refusal } from '@sluice/translation/decide-findings';
import type { Translated } from '@sluice/translation/translated';
import { meaningOf, statusUnknown } from '../check-order.js';
import { possibleDuplicateReason } from '../duplicate-fingerprint.js';
import { fixes } from '../fixes.js';
import type { OrderDecision, OrderView } from '../order-view.js';
import type { PurchaseOrderSettings } from '../settings.js';
import { orderToM3 } from '../translate/order-to-m3.js';
import { changeInWords, changesOf, deviationInWords, deviationsOf, isReadBack } from './compare-order.js';
import type { ConfirmedOrder, OrderFoundInM3, OrderInM3, OrderLineInM3 } from './order-in-m3.js';
import { withAllLines, type PresentOrder } from './read-order-script.js';
import { refusedByReading } from './refused-by-reading.js';

export interface OrderThere<Confirmed extends ConfirmedOrder = ConfirmedOrder> {
  readonly confirmed: Confirmed;
  readonly number: string;
  readonly observed: PresentOrder;
}

/** An order that is there: is it what was sent, and does Coupa still want that? */
export function settleOrder(view: OrderView, there: OrderThere, settings: PurchaseOrderSettings): OrderDecision {
  const { confirmed } = there;
  return 'found' in confirmed
    ? settleFound(view, { ...there, confirmed }, settings)
    : settleSent(view, { ...there, confirmed }, settings);
}

function settleSent(
  view: OrderView,
  { confirmed, number, observed: listed }: OrderThere<OrderInM3>,
  settings: PurchaseOrderSettings,
): OrderDecision {
  const observed = withAllLines(view, { ...confirmed, number }, listed, confirmed.lines);
  if (!('state' in observed)) return send(observed, { because: readingOn(number) });
  const deviations = deviationsOf(confirmed, observed);
  const corrected = deviations.length > 0 ? correctedByHand(view, confirmed, observed, settings) : undefined;
  if (deviations.length > 0 && corrected === undefined) {
    const problems = deviations.map((one) => ({ code: 'read-back-differs' as const, message: deviationInWords(one) }));
    const fix = `Compare order ${number} in M3 with Coupa's and correct it there, then retry.`;
    const differs = refusedFor(problems, { 'read-back-differs': fix });
    return observed.justCompleted ? differs : refusedByReading(view, confirmed, number, differs, settings);
  }
  const publish = crossReferences(view.document.id, corrected ?? confirmed, number);
  const changed = changeWanted(
    view,
    confirmed,
    settings,
    (change) => corrected === undefined || !isReadBack(change, observed),
  );
  if (changed !== undefined) return { ...changed, publish };
  const because = remarks(view, confirmed);
  return done('Posted', { publish, ...(because && { because }) });
}

const readingOn = (number: string): Reason => ({
  code: 'order-in-m3-batch',
  message: `M3 may have cut the list of lines of order ${number}: the others are being read one by one`,
});

/**
 * What Coupa wants by now, where M3 was seen to hold just that, though something else was sent: a wrong mapping row was
 * corrected, and the order with it by hand in M3.
 */
function correctedByHand(
  view: OrderView,
  confirmed: OrderInM3,
  observed: PresentOrder,
  settings: PurchaseOrderSettings,
): OrderInM3 | undefined {
  const wanted = wantedNow(view, settings, confirmed);
  if (wanted === undefined || 'findings' in wanted) return undefined;
  return deviationsOf(wanted.value, observed).length === 0 ? wanted.value : undefined;
}

/** What a person should know of an order that M3 holds as it should. */
function remarks({ possibleDuplicates }: OrderView, confirmed: OrderInM3): Reason | undefined {
  const [first, ...others] = [pastDates(confirmed), possibleDuplicateReason(possibleDuplicates)].filter(
    (reason) => reason !== undefined,
  );
  return first && { ...first, message: [first, ...others].map(({ message }) => message).join('; ') };
}

/** Counted from the day of the order and not from today, so that time alone makes no date wrong. */
function pastDates({ orderDate, lines }: OrderInM3): Reason | undefined {
  const past = orderDate === undefined ? [] : lines.filter(({ deliveryDate }) => deliveryDate < orderDate);
  if (past.length === 0) return undefined;
  const numbers = past.map(({ number }) => number).join(', ');
  return { code: 'date-past', message: `Sent as it is: wanted before the order was made, line ${numbers}` };
}

/** Nothing of ours was ever confirmed of a found order: what M3 holds is compared with what Coupa wants now. */
function settleFound(
  view: OrderView,
  { confirmed, number, observed: listed }: OrderThere<OrderFoundInM3>,
  settings: PurchaseOrderSettings,
): OrderDecision {
  const change = statusChange(view);
  if (change !== undefined) return change;
  const wanted = wantedNow(view, settings);
  if (wanted === undefined) return done('Posted');
  if ('findings' in wanted) return decideFindings(wanted.findings, fixes);
  const observed = withAllLines(view, { ...confirmed, number }, listed, wanted.value.lines);
  if (!('state' in observed)) return send(observed, { because: readingOn(number) });
  const deviations = deviationsOf(wanted.value, observed);
  if (deviations.length > 0) {
    const messages = deviations.map((one) => `M3 holds order ${number} already; ${deviationInWords(one)}`);
    const differs = notYetSupported(messages);
    return observed.justCompleted ? differs : refusedByReading(view, confirmed, number, differs, settings);
  }
  return done('Posted', {
    because: { code: 'already-posted', message: `M3 held order ${number} already; it was linked, not made again` },
    publish: crossReferences(view.document.id, wanted.value, number),
  });
}

/** What Coupa wants otherwise than M3 confirmed it, as far as that cannot be brought to M3 yet. */
function changeWanted(
  view: OrderView,
  confirmed: OrderInM3,
  settings: PurchaseOrderSettings,
  isOpen: (change: Difference) => boolean,
): OrderDecision | undefined {
  const change = statusChange(view);
  if (change !== undefined) return change;
  const wanted = wantedNow(view, settings, confirmed);
  if (wanted === undefined) return undefined;
  if ('findings' in wanted) return decideFindings(wanted.findings, fixes);
  const changes = changesOf(confirmed, wanted.value).filter(isOpen);
  return changes.length > 0 ? notYetSupported(changes.map(changeInWords)) : undefined;
}

/** While an order is held for a change in Coupa, M3 keeps what it has: Coupa may take the change back. */
const wantedNow = (
  { desired, lookup, now }: OrderView,
  settings: PurchaseOrderSettings,
  confirmed?: OrderInM3,
): Translated<OrderInM3> | undefined =>
  desired === undefined || meaningOf(desired) !== 'order'
    ? undefined
    : orderToM3(desired, { lookup, settings, now, ...(confirmed && { confirmed }), placed: true });

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

const notYetSupported = (messages: readonly string[]): Refusal =>
  refusedFor(
    messages.map((message) => ({ code: 'change-not-yet-supported', message })),
    fixes,
  );

/**
 * One message a line of Coupa's, by which receipts and invoices find the line in M3: all of its parts, where it is split
 * over several accounts.
 */
export function crossReferences(purchaseOrderId: string, order: OrderInM3, orderNumber: string): StateMessage[] {
  const parts = Map.groupBy(order.lines, ({ coupaLineId }) => coupaLineId);
  return [...parts].map(([coupaLineId, [first, ...others]]) => ({
    topic: 'xref.purchase-order.v1',
    key: coupaLineId,
    value: {
      lineId: coupaLineId,
      purchaseOrderId,
      company: order.company,
      orderNumber,
      ...lineInM3(first),
      ...(others.length > 0 && { parts: [first, ...others].map(lineInM3) }),
    },
  }));
}

const lineInM3 = (line: OrderLineInM3 | undefined) => ({ line: String(line?.number ?? ''), subline: '0' });
