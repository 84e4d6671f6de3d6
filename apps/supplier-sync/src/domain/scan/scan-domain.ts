import { done, type Decision, type Domain } from '@sluice/reconciler/decision';
import { later } from '@sluice/shared/moment';
import { scanChanges } from './scan-changes.js';
import { wholeMemory } from './scan-memory.js';
import type { ScanSettings } from './scan-settings.js';
import { changesDestination, wholeDestination, type ScanView } from './scan-view.js';
import { scanWholeList } from './scan-whole-list.js';

/** What the reconciler must know of the scans: one a company, which looks through M3's list of suppliers for ever. */
export const scanDomain = (settings: ScanSettings): Domain<unknown> => ({
  type: 'm3-supplier-scan',
  seeds: settings.scannedCompanies,
  lookups: ['xref.m3-supplier.v1'],
  parse: (stored) => stored,
  decide: (view) =>
    settings.scannedCompanies.includes(view.document.id)
      ? {
          [changesDestination]: scanChanges(view, settings),
          [wholeDestination]: scanWholeList(view, settings),
        }
      : { [changesDestination]: rests(view, settings) },
  describe,
});

/** It looks now and then whether the company is to be looked through again: nothing else would begin it anew. */
const rests = ({ document, now }: ScanView, { scanAgainAfterRefusalMs }: ScanSettings): Decision =>
  done('Ignored', {
    because: {
      code: 'excluded-by-rule',
      message: `Nothing goes from company ${document.id} of M3 to Coupa (SUPPLIER_SYNC, M3_COMPANIES)`,
    },
    until: later(now, scanAgainAfterRefusalMs),
    untilPriority: 'replay',
  });

function describe(view: ScanView): ReturnType<Domain<unknown>['describe']> {
  const { result } = wholeMemory(view.destination(wholeDestination).memory) ?? {};
  return {
    title: `Suppliers of M3, company ${view.document.id}`,
    ...(result && {
      highlights: [
        { label: 'Suppliers', text: String(result.suppliers) },
        { label: 'Linked to none of Coupa’s', text: String(result.unlinked) },
        { label: 'Gone through in full', text: result.endedAt },
      ],
    }),
  };
}
