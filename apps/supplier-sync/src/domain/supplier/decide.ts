import { done, refused, type Decision, type Decisions } from '@sluice/reconciler/decision';
import type { CoupaSupplier } from '@sluice/shared/coupa/supplier';
import { unavailableReason } from '@sluice/shared/coupa/unavailable-reason';
import type { Reason } from '@sluice/shared/status';
import { bankDecisions } from '../bank/bank-decisions.js';
import { excludedBy } from '../values/excluded.js';
import { decideCompany } from './decide-company.js';
import { everywhere, linkBy, linkMessages, unlinked } from './link-supplier.js';
import { newSupplier } from './new-supplier.js';
import type { SupplierSettings } from './settings.js';
import { findNumber, type SupplierNumber } from './supplier-number.js';
import { companyDestination, coupaDestination, type SupplierView } from './supplier-view.js';
import { writeBack } from './write-back.js';

/**
 * What each company of M3 must be told about a supplier, and then what Coupa must be told of it. Whatever is decided says
 * what the link is now, also that there is none any more: nobody orders by a number that the supplier no longer has.
 */
export function decide(view: SupplierView, settings: SupplierSettings): Decisions {
  if (view.removed) return removed(view, settings);
  const { desired: supplier } = view;
  if (supplier === undefined) return everywhere(refused(unavailableReason('supplier', view.unavailable)), settings);
  const excluded = exclusionOf(supplier, settings);
  const found = findNumber(view, supplier, settings);
  if ('number' in found) return decideLinked(view, { supplier, ...found, ...(excluded && { excluded }) }, settings);
  if (excluded !== undefined) return unlinked(view, done('Ignored', { because: excluded }), settings);
  if ('decision' in found) return unlinked(view, found.decision, settings);
  return newSupplier(view, supplier, settings);
}

interface Numbered extends SupplierNumber {
  readonly supplier: CoupaSupplier;
  readonly excluded?: Reason;
}

function decideLinked(view: SupplierView, numbered: Numbered, settings: SupplierSettings): Decisions {
  const { supplier, number, excluded } = numbered;
  const link = linkBy(view, number, settings);
  const companies = new Map(
    settings.companies.map((company) => [company, decideCompany(view, { ...numbered, company, link }, settings)]),
  );
  const linked = link.entries.map((entry) => ({ ...entry, stopped: whyStopped(companies.get(entry.company)) }));
  const back = excluded === undefined ? writeBack(view, { supplier, number }, settings) : undefined;
  const accounts = excluded === undefined ? bankDecisions(view, linked, settings.bank) : {};
  const toCompanies = Object.fromEntries([...companies].map(([company, one]) => [companyDestination(company), one]));
  return { ...toCompanies, ...(back && { [coupaDestination]: back }), ...accounts };
}

const whyStopped = (decision: Decision | undefined): Reason | undefined =>
  decision?.decision === 'refused' ? decision.because : undefined;

/** What an installation says is no supplier of M3's: one-off ones, employees, other companies of the group. */
function exclusionOf(supplier: CoupaSupplier, { exclusions }: SupplierSettings): Reason | undefined {
  const rule = excludedBy(supplier, exclusions);
  return rule === undefined
    ? undefined
    : {
        code: 'excluded-by-rule',
        message: `Excluded by a rule of SUPPLIERS_EXCLUDED: ${rule}`,
        fix: 'If it should be a supplier of M3, correct the field in Coupa or the rule.',
      };
}

/** Nobody may order by a link to a supplier that Coupa has taken away. M3 keeps it, with all that hangs on it. */
function removed(view: SupplierView, settings: SupplierSettings): Decisions {
  const link = { supplierId: view.document.id, entries: [], removed: true as const };
  const decision: Decision = done('Ignored', {
    because: { code: 'removed-in-coupa', message: 'Coupa removed the supplier' },
    publish: linkMessages(view, link, settings),
  });
  return everywhere(decision, settings);
}
