import type { Domain } from '@sluice/reconciler/decision';
import { CoupaSupplier } from '@sluice/shared/coupa/supplier';
import { sameAccount } from '../bank/account-in-coupa.js';
import { bankReadBack } from '../bank/bank-decisions.js';
import { numberMade } from './create-script.js';
import { decide } from './decide.js';
import { readSupplierScript } from './read-supplier.js';
import type { SupplierSettings } from './settings.js';
import { supplierHighlights } from './supplier-highlights.js';
import { findNumber } from './supplier-number.js';
import { coupaDestination, companyDestination, type SupplierView } from './supplier-view.js';
import { writtenAtBy } from './write-back.js';
import type { SupplierTarget } from './write-steps.js';
import { supplierIn } from './read-supplier.js';

/** What the reconciler must know about suppliers. */
export const supplierDomain = (settings: SupplierSettings): Domain<CoupaSupplier> => ({
  type: 'supplier',
  lookups: ['mapping.v1', 'xref.m3-metadata.v1', 'xref.m3-supplier.v1', 'xref.m3-supplier-scan.v1'],
  parse: (stored) => CoupaSupplier.parse(stored),
  decide: (view) => decide(view, settings),
  describe: (view) => describe(view, settings),
  identify: (destination, outcome, view) => {
    if (destination === coupaDestination) {
      const updatedAt = writtenAtBy(outcome);
      return updatedAt === undefined ? undefined : { updatedAt };
    }
    const { inFlight, last } = view.destination(destination);
    const target = (inFlight ?? last)?.target as SupplierTarget | undefined;
    const number = numberMade(outcome, target?.number);
    return number === undefined ? undefined : { number };
  },
  ...(settings.bank && { fingerprint: sameAccount(settings.bank) }),
  readBack: (destination, view) => {
    const account = settings.bank && bankReadBack(view, destination, settings.bank);
    if (account !== undefined) return account;
    const company = settings.companies.find((one) => companyDestination(one) === destination);
    const { identity, inFlight, last, refused } = view.destination(destination);
    const target = (inFlight ?? refused ?? last)?.target as SupplierTarget | undefined;
    const number = target?.number ?? identity['number'];
    return company === undefined || number === undefined ? undefined : readSupplierScript(company, number, 'full');
  },
});

function describe(view: SupplierView, settings: SupplierSettings): ReturnType<Domain<CoupaSupplier>['describe']> {
  const { desired, document } = view;
  const title = `Supplier ${desired?.name ?? document.id}`;
  if (desired === undefined) return { title };
  const found = findNumber(view, desired, settings);
  if (!('number' in found)) return { title };
  const highlights = supplierHighlights(view, desired, found.number, settings);
  const known = { title, ...(highlights.length > 0 && { highlights }) };
  const company = settings.companies.find((one) => supplierIn(view, one, found.number) !== undefined);
  return company === undefined ? known : { ...known, m3: { company, number: found.number } };
}
