import { equalTargets } from '@sluice/reconciler/canonical-form';
import type { Decision } from '@sluice/reconciler/decision';
import { lineOfStep } from '../m3/create-order-script.js';
import type { OrderInM3 } from '../m3/order-in-m3.js';
import { orderDestination, type OrderDecision, type OrderView } from '../order-view.js';
import type { PurchaseOrderSettings } from '../settings.js';

/** What Coupa must show about an order. Compared with what Coupa has confirmed, so only what does not vary by itself. */
export type OrderInCoupa =
  | {
      readonly report: 'success';
      readonly version: number;
      /** M3's order number, and the custom field of the order's head that carries it; empty where none does. */
      readonly number: string;
      readonly field: string;
      readonly lines: readonly LineInCoupa[];
      readonly exported: boolean;
    }
  | { readonly report: 'error'; readonly version: number; readonly problems: readonly ReportedProblem[] }
  /** Earlier errors do not matter any more: the order need not be in M3. */
  | { readonly report: 'nothing'; readonly version: number };

/** What a row of Coupa's history says. */
export type Report = Exclude<OrderInCoupa, { report: 'nothing' }>;

export interface LineInCoupa {
  readonly coupaLineId: string;
  /** Its lines in M3: several where it is split over accounts. */
  readonly line: string;
}

export interface ReportedProblem {
  readonly code: string;
  readonly message: string;
}

/**
 * What Coupa must show after this decision about M3; `undefined` while that is open. Coupa's `version` is part of it,
 * since a new version for the supplier takes the exported mark off again. Its `internal-revision` is not: our own
 * write-back raises it.
 */
export function orderInCoupa(
  view: OrderView,
  decision: OrderDecision,
  settings: PurchaseOrderSettings,
): OrderInCoupa | undefined {
  if (view.removed || view.desired === undefined) return undefined;
  const version = view.desired.version ?? 0;
  switch (decision.decision) {
    case 'done':
      return decision.status === 'Posted' ? success(decision, version, settings) : { report: 'nothing', version };
    case 'refused':
      return { report: 'error', version, problems: (decision.problems ?? [decision.because]).map(reported) };
    case 'send': {
      const problems = decision.problems?.map(reported) ?? refusedByM3(view, decision);
      return problems && { report: 'error', version, problems };
    }
    case 'waiting':
      return undefined;
  }
}

function success(decision: Decision, version: number, settings: PurchaseOrderSettings): OrderInCoupa | undefined {
  const links = (decision.publish ?? []).flatMap((state) =>
    state.topic === 'xref.purchase-order.v1' ? [state.value] : [],
  );
  const number = links[0]?.orderNumber;
  if (number === undefined) return undefined;
  return {
    report: 'success',
    version,
    number,
    field: settings.orderNumberField,
    lines: links.map(({ lineId, line, parts = [{ line }] }) => ({
      coupaLineId: lineId,
      line: parts.map((part) => part.line).join(', '),
    })),
    exported: settings.markExported,
  };
}

/** M3's words against the very order that would be sent: it is not sent again, so this is where the order stands. */
function refusedByM3(
  view: OrderView,
  { script }: Extract<Decision, { decision: 'send' }>,
): ReportedProblem[] | undefined {
  const { refused, inFlight } = view.destination(orderDestination);
  if (refused === undefined || inFlight !== undefined || script.kind !== 'write') return undefined;
  if (!equalTargets(refused.target, script.target)) return undefined;
  if (refused.refusals.length === 0) return [reported(refused.because)];
  return refused.refusals.map(({ step, index, code, field, message }): ReportedProblem => {
    const line = index === undefined ? undefined : lineOfStep(script.target as OrderInM3, step, index);
    const where = [line === undefined ? undefined : `Line ${line}`, field].filter(
      (part) => part !== undefined && part !== '',
    );
    return { code, message: where.length === 0 ? message : `${where.join(', ')}: ${message}` };
  });
}

const reported = ({ code, message }: ReportedProblem): ReportedProblem => ({ code, message });
