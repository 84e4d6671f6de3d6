import { send, type Decision } from '@sluice/reconciler/decision';
import type { CoupaSupplier } from '@sluice/shared/coupa/supplier';
import { readMoment } from '@sluice/shared/moment';
import { decideFindings } from '@sluice/translation/decide-findings';
import { createScript } from './create-script.js';
import { fixes } from './fixes.js';
import { mappingsOf, planSupplier } from './plan-supplier.js';
import type { SupplierSettings } from './settings.js';
import type { SupplierView } from './supplier-view.js';

export interface ToCreate {
  readonly supplier: CoupaSupplier;
  readonly company: string;
  /** Left out where M3's series gives it. */
  readonly number?: string;
  /** When M3 was searched for it and had none; ISO 8601. */
  readonly lookedAt?: string;
}

/** A supplier that M3 is to hold and does not is made there, as soon as everything that is needed for that is known. */
export function createSupplier(view: SupplierView, one: ToCreate, settings: SupplierSettings): Decision {
  const { supplier, company, number, lookedAt } = one;
  const plan = planSupplier(view, supplier, settings);
  if ('findings' in plan) return decideFindings(plan.findings, fixes);
  return send(
    createScript(
      {
        company,
        ...(number !== undefined && { number }),
        plan: plan.value,
        today: mappingsOf(view, settings).days.today.replaceAll('-', ''),
        documentSince: lookedAt ?? readMoment(supplier['created-at'] ?? '')?.toISOString() ?? always,
      },
      settings,
    ),
  );
}

/** Of a supplier of which Coupa does not say since when it has it. */
const always = '1970-01-01T00:00:00.000Z';
