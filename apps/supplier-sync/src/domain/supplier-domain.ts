import type { Domain } from '@sluice/reconciler/decision';
import { CoupaSupplier } from '@sluice/shared/coupa/supplier';
import { decide, type SupplierView } from './decide.js';
import { checkNumber } from './check-number.js';
import { readSupplierStep, supplierSeen } from './read-supplier-script.js';
import type { SupplierSettings } from './settings.js';

/** What the reconciler must know about suppliers. */
export const supplierDomain = (settings: SupplierSettings): Domain<CoupaSupplier> => ({
  type: 'supplier',
  parse: (stored) => CoupaSupplier.parse(stored),
  decide: (view) => decide(view, settings),
  describe: (view) => describe(view, settings),
  // Nothing is ever written, so nothing can be found in the way of it.
  held: () => undefined,
});

function describe(view: SupplierView, { companies }: SupplierSettings): ReturnType<Domain<CoupaSupplier>['describe']> {
  const { desired, document } = view;
  const title = `Supplier ${desired?.name ?? document.id}`;
  const checked = desired === undefined ? undefined : checkNumber(desired);
  if (checked === undefined || 'decision' in checked) return { title };
  for (const company of companies) {
    const fact = view.fact(readSupplierStep(company, checked.number));
    const seen = fact === undefined ? undefined : supplierSeen(fact);
    if (seen !== undefined) return { title, m3: { company, number: seen.number } };
  }
  return { title };
}
