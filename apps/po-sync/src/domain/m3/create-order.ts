import { equalTargets } from '@sluice/reconciler/canonical-form';
import { refused, send, type Decision } from '@sluice/reconciler/decision';
import { topics } from '@sluice/shared/topics';
import { checkInM3Script, seenInM3 } from './check-in-m3-script.js';
import { problemsInM3 } from './check-in-m3.js';
import { createOrderScript } from './create-order-script.js';
import { dateToM3 } from '../translate/date-to-m3.js';
import { refusedFor } from '../translate/decide-findings.js';
import type { OrderDecision } from '../coupa/order-in-coupa.js';
import { orderDestination, type OrderInM3 } from '../translate/order-in-m3.js';
import type { OrderView } from '../order-view.js';
import type { PurchaseOrderSettings } from '../settings.js';

/** An order that M3 is to hold is sent, once M3 was seen to hold all that it names. */
export function createOrder(view: OrderView, order: OrderInM3, settings: PurchaseOrderSettings): OrderDecision {
  if (!settings.prechecks || isBeyondChecks(view, order)) return create(order, settings);
  const seen = seenInM3(view, order, settings.checksFreshForMs);
  if (seen === undefined) return send(checkInM3Script(order));
  const today = dateToM3(view.now, settings.timeZone) ?? '';
  const problems = problemsInM3(order, seen, today, settings);
  if (problems.length === 0) return create(order, settings);
  // What is mended in M3 is told to nobody, so it is looked for now and then.
  const until = new Date(Date.parse(view.now) + settings.checkAgainEveryMs).toISOString();
  return { ...refusedFor(problems), until };
}

/**
 * An order on its way is not held up by a question: were it another one by now, the command must be withdrawn. And what
 * M3 itself has refused is not asked about again.
 */
function isBeyondChecks(view: OrderView, order: OrderInM3): boolean {
  const { inFlight, refused: said } = view.destination(orderDestination);
  return inFlight?.kind === 'write' || (said !== undefined && equalTargets(said.target, order));
}

/** A command is one message: what does not fit into it is refused here, where a person sees why. */
function create(order: OrderInM3, settings: PurchaseOrderSettings): Decision {
  const script = createOrderScript(order, settings);
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
