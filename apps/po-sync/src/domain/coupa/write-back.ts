import { equalTargets } from '@sluice/reconciler/canonical-form';
import { done, refused, send, type Decision, type DestinationView } from '@sluice/reconciler/decision';
import { coupaDestination, type OrderDecision, type OrderView } from '../order-view.js';
import type { PurchaseOrderSettings } from '../settings.js';
import { readHistory } from './history-records.js';
import { orderInCoupa } from './order-in-coupa.js';
import { readHistoryScript, writeBackSteps } from './write-back-script.js';

/**
 * What Coupa must be told about the order after what was decided for M3. There is no decision while there is nothing to
 * tell. It holds up nothing: what Coupa refuses is a warning beside an order that M3 holds.
 */
export function writeBack(
  view: OrderView,
  decision: OrderDecision,
  settings: PurchaseOrderSettings,
): Decision | undefined {
  const wanted = settings.writeBack ? orderInCoupa(view, decision, settings) : undefined;
  if (wanted === undefined || view.desired === undefined) return undefined;
  const coupa = view.destination(coupaDestination);
  if (wanted.report === 'nothing' && coupa.acknowledged === undefined) return undefined;
  const ended = done(wanted.report === 'nothing' ? 'Ignored' : 'Posted');
  if (equalTargets(coupa.acknowledged, wanted)) return refusedInPart(coupa) ?? ended;
  const of = { orderId: view.document.id, integration: settings.integrationCode };
  // Whatever this destination last did was this reading, so nothing of ours has come into the history since.
  const isRead = coupa.last?.kind === 'read' && coupa.last.result === 'ok';
  if (!isRead) return send(readHistoryScript(of));
  const history = coupa.reading(readHistory(of))?.value ?? [];
  const steps = writeBackSteps(wanted, view.desired, history, settings);
  return steps.length === 0 ? ended : send({ system: 'coupa', kind: 'write', target: wanted, steps });
}

/** Optional steps were refused: the script went on, and a person reads what Coupa said against them. */
function refusedInPart({ last }: DestinationView): Decision | undefined {
  if (last?.kind !== 'write' || last.refusals.length === 0) return undefined;
  const words = last.refusals.map(({ step, code, field, message }) =>
    [step, ...(field === undefined ? [] : [`field ${field}`])].join(', ').concat(`: ${message} (${code})`),
  );
  return refused({
    code: 'coupa-refused',
    message: `Coupa refused: ${words.join('; ')}`,
    fix: 'Correct in Coupa what it names, then retry the document: only the write-back is sent again.',
  });
}
