import { equalTargets } from '@sluice/reconciler/canonical-form';
import { refused, send, type Decision } from '@sluice/reconciler/decision';
import type { CoupaPurchaseOrder } from '@sluice/shared/coupa/purchase-order';
import { later, readMoment } from '@sluice/shared/moment';
import { topics } from '@sluice/shared/topics';
import { dateToM3 } from '@sluice/translation/date-to-m3';
import { decideFindings, refusedFor } from '@sluice/translation/decide-findings';
import { fixes } from '../fixes.js';
import { identityOf, orderDestination, type OrderDecision, type OrderView } from '../order-view.js';
import type { PurchaseOrderSettings } from '../settings.js';
import { orderToM3 } from '../translate/order-to-m3.js';
import { canReadEntries } from './batch-entry.js';
import { checkedInM3, problemsInM3 } from './check-in-m3.js';
import { checkInM3Script } from './check-in-m3-script.js';
import { createOrderScript } from './create-order-script.js';
import type { OrderInM3 } from './order-in-m3.js';
import { observedOrder } from './read-order-script.js';
import { refusedByReading } from './refused-by-reading.js';
import { refusedInWords } from './refused-in-words.js';

/** An order that M3 is to hold is sent, once it can be said in M3's words and M3 was seen to hold all that it names. */
export function createOrder(
  view: OrderView,
  coupa: CoupaPurchaseOrder,
  settings: PurchaseOrderSettings,
): OrderDecision {
  const wanted = orderToM3(coupa, { lookup: view.lookup, settings, now: view.now, placed: false });
  if ('findings' in wanted) return decideFindings(wanted.findings, fixes);
  const order = wanted.value;
  const made = madeHalfWay(view, order, settings);
  if (made !== undefined) return made;
  const isRefused = refusedBefore(view, order);
  const inWords = isRefused ? refusedInWords(view, order, settings) : undefined;
  if (inWords !== undefined) return inWords;
  if (!settings.prechecks || isRefused || isOnItsWay(view)) return create(view, coupa, order, settings);
  const checked = checkedInM3(view, order, settings);
  if (checked === undefined) return send(checkInM3Script(order));
  const problems = problemsInM3(order, checked, dateToM3(view.now, settings.timeZone) ?? '', settings);
  if (problems.length === 0) return create(view, coupa, order, settings);
  // What is mended in M3 is told to nobody, so it is checked again now and then.
  const until = later(view.now, settings.checkAgainEveryMs);
  return { ...refusedFor(problems, fixes), until };
}

/**
 * A create that ended half-way may have made the order all the same. The search that comes before the next create finds
 * it; where there is none, a second order is prevented here.
 */
function madeHalfWay(view: OrderView, order: OrderInM3, settings: PurchaseOrderSettings): OrderDecision | undefined {
  const { orderNumber } = identityOf(view);
  if (orderNumber === undefined || settings.lookup !== 'none') return undefined;
  const state = observedOrder(view, orderNumber)?.state;
  if (state !== 'present' && state !== 'held') return undefined;
  const message = `M3 holds order ${orderNumber}, which was made although the command for it did not end well`;
  const fix = 'Enter what is missing there by hand and ignore the document here, or delete that order in M3 and retry.';
  const refusal = refusedFor([{ code: 'already-posted', message }], { 'already-posted': fix });
  return refusedByReading(view, order, orderNumber, refusal, settings);
}

/** An order on its way is not held up by a question: were it another one by now, the command must be withdrawn. */
const isOnItsWay = (view: OrderView): boolean => view.destination(orderDestination).inFlight?.kind === 'write';

/** What M3 itself has refused is not asked about again. */
function refusedBefore(view: OrderView, order: OrderInM3): boolean {
  const { refused: before } = view.destination(orderDestination);
  return before !== undefined && equalTargets(before.target, order);
}

/** A command is one message: what does not fit into it is refused here, where a person sees why. */
function create(
  view: OrderView,
  coupa: CoupaPurchaseOrder,
  order: OrderInM3,
  settings: PurchaseOrderSettings,
): Decision {
  const documentSince = readMoment(coupa['created-at'] ?? '')?.toISOString();
  const script = createOrderScript(order, settings, {
    entriesAreReadable: canReadEntries(view, settings),
    ...(documentSince !== undefined && { documentSince }),
  });
  const bytes = new TextEncoder().encode(JSON.stringify(script.steps)).length;
  if (bytes <= stepsMaxBytes) return send(script);
  return refused({
    code: 'message-too-large',
    message: `order-lines: ${order.lines.length} lines with their texts make a command of ${bytes} bytes, ${stepsMaxBytes} are allowed`,
    fix: 'Split the order in Coupa, or shorten the descriptions of its lines.',
  });
}

/** What the topic of commands carries, less what surrounds the steps. */
const stepsMaxBytes = topics['m3.command.purchase-order.v1'].maxBytes - 2_000;
