import type { Decision } from '@sluice/reconciler/decision';
import { equalTargets } from '@sluice/reconciler/canonical-form';
import { lineOfStep } from '../m3/create-order-script.js';
import type { Problem } from '../translate/findings.js';
import { orderDestination, type OrderInM3 } from '../translate/order-in-m3.js';
import type { OrderView } from '../order-view.js';
import type { PurchaseOrderSettings } from '../settings.js';

/** The destination back to Coupa: what the buyer reads there about the order in M3. */
export const coupaDestination = 'coupa';

/** What was decided for M3, with the single problems where there are several. */
export type OrderDecision = Decision & { readonly problems?: readonly Problem[] };

/** What Coupa must show about an order. Compared with what Coupa has confirmed, so only what does not vary by itself. */
export type OrderInCoupa =
  | {
      readonly told: 'success';
      readonly version: number;
      /** M3's order number, and the custom field of the order's head that carries it; empty where none does. */
      readonly number: string;
      readonly field: string;
      readonly lines: readonly LineInCoupa[];
      readonly exported: boolean;
    }
  | { readonly told: 'error'; readonly version: number; readonly problems: readonly SaidProblem[] }
  /** Earlier errors do not matter any more: the order need not be in M3. */
  | { readonly told: 'nothing'; readonly version: number };

export interface LineInCoupa {
  readonly coupaLineId: string;
  readonly line: string;
}

export interface SaidProblem {
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
      return decision.status === 'Posted' ? success(decision, version, settings) : { told: 'nothing', version };
    case 'refused':
      return { told: 'error', version, problems: (decision.problems ?? [decision.because]).map(said) };
    case 'send': {
      const problems = decision.problems?.map(said) ?? refusedByM3(view, decision);
      return problems && { told: 'error', version, problems };
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
    told: 'success',
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

/** What M3 said against the very order that would be sent: it is not sent again, so this is where the order stands. */
function refusedByM3(view: OrderView, { script }: Extract<Decision, { decision: 'send' }>): SaidProblem[] | undefined {
  const { refused, inFlight } = view.destination(orderDestination);
  if (refused === undefined || inFlight !== undefined || script.kind !== 'write') return undefined;
  if (!equalTargets(refused.target, script.target)) return undefined;
  if (refused.refusals.length === 0) return [said(refused.because)];
  return refused.refusals.map(({ step, index, code, field, message }): SaidProblem => {
    const line = index === undefined ? undefined : lineOfStep(script.target as OrderInM3, step, index);
    const where = [line === undefined ? undefined : `Line ${line}`, field].filter(
      (part) => part !== undefined && part !== '',
    );
    return { code, message: where.length === 0 ? message : `${where.join(', ')}: ${message}` };
  });
}

const said = ({ code, message }: SaidProblem): SaidProblem => ({ code, message });
