import type { Domain } from '@sluice/reconciler/decision';
import { CoupaSupplier } from '@sluice/shared/coupa/supplier';
import { decide, supplierIn, type SupplierView } from './decide.js';
import { checkNumber } from './check-number.js';
import type { SupplierSettings } from './settings.js';

/** What the reconciler must know about suppliers. */
export const supplierDomain = (settings: SupplierSettings): Domain<CoupaSupplier> => ({
  type: 'supplier',
  lookups: [],
  parse: (stored) => CoupaSupplier.parse(stored),
  decide: (view) => decide(view, settings),
  describe: (view) => describe(view, settings),
});

function describe(view: SupplierView, { companies }: SupplierSettings): ReturnType<Domain<CoupaSupplier>['describe']> {
  const { desired, document } = view;
  const title = `Supplier ${desired?.name ?? document.id}`;
  const checked = desired === undefined ? undefined : checkNumber(desired);
  if (checked === undefined || 'decision' in checked) return { title };
  for (const company of companies) {
    const found = supplierIn(view, company, checked.number);
    if (found !== undefined) return { title, m3: { company, number: found.number } };
  }
  return { title };
}
