import { equalTargets } from '@sluice/reconciler/canonical-form';
import { done, refused, send, type Decision, type DestinationView } from '@sluice/reconciler/decision';
import { ourRecords } from './history-records.js';
import { coupaDestination, orderInCoupa, type OrderDecision } from './order-in-coupa.js';
import type { OrderView } from '../order-view.js';
import type { PurchaseOrderSettings } from '../settings.js';
import { readHistoryScript, writeBackSteps } from './write-back-script.js';

/**
 * What Coupa must be told about the order after what was decided for M3. The destination stays out of the decisions while there
 * is nothing to tell. It holds up nothing: what Coupa refuses is a warning beside an order that M3 holds.
 */
export function writeBack(
  view: OrderView,
  decision: OrderDecision,
  settings: PurchaseOrderSettings,
): Decision | undefined {
  const told = settings.writeBack ? orderInCoupa(view, decision, settings) : undefined;
  if (told === undefined || view.desired === undefined) return undefined;
  const destination = view.destination(coupaDestination);
  if (told.told === 'nothing' && destination.acknowledged === undefined) return undefined;
  const ended = done(told.told === 'nothing' ? 'Ignored' : 'Posted');
  if (equalTargets(destination.acknowledged, told)) return refusedInPart(destination) ?? ended;
  const of = { orderId: view.document.id, integration: settings.integrationCode };
  // Whatever this destination last did was this reading, so nothing of ours has come into the history since.
  const isRead = destination.last?.kind === 'read' && destination.last.result === 'ok';
  if (!isRead) return send(readHistoryScript(of));
  const history = ourRecords(view.fact('history-records')?.records.flat() ?? [], of);
  const steps = writeBackSteps(told, view.desired, history, settings);
  return steps.length === 0 ? ended : send({ system: 'coupa', kind: 'write', target: told, steps });
}

/** Steps that may fail did: the script went on, and a person reads what Coupa said against them. */
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
