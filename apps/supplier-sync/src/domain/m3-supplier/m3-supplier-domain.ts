import { m3Text } from '@sluice/reconciler/read';
import type { Domain, Ref } from '@sluice/reconciler/decision';
import type { DocumentRef } from '@sluice/shared/document';
import { wholeSupplierIn } from '../supplier/read-supplier.js';
import { coupaDestination } from '../supplier/supplier-view.js';
import { decide } from './decide.js';
import { numberedInCoupa } from './find-in-coupa.js';
import type { M3SupplierSettings } from './m3-supplier-settings.js';
import { supplierOf, type M3SupplierView } from './m3-supplier-view.js';
import { identify } from './write-to-coupa.js';

/** What the reconciler must know of suppliers of M3 that are linked to none of Coupa's. */
export const m3SupplierDomain = (settings: M3SupplierSettings): Domain<unknown> => ({
  type: 'm3-supplier',
  lookups: ['xref.m3-supplier.v1', 'xref.m3-supplier-scan.v1', 'mapping.v1'],
  parse: (stored) => stored,
  decide: (view) => decide(view, settings),
  describe,
  identify: (destination, outcome) => (destination === coupaDestination ? identify(outcome) : undefined),
  documentBehind,
});

function describe(view: M3SupplierView): ReturnType<Domain<unknown>['describe']> {
  const { company, number } = supplierOf(view);
  const { record, addresses = [] } = wholeSupplierIn(view, company, number)?.value ?? {};
  const name = m3Text(record?.['SUNM']);
  const town = m3Text(addresses[0]?.['TOWN']);
  return {
    title: `Supplier ${number} of M3${name === '' ? '' : ` · ${name}`}`,
    m3: { company, number },
    ...(town !== '' && { highlights: [{ label: 'Town', text: town }] }),
  };
}

/** Coupa's supplier that a link is awaited from: where nobody has announced it yet, it is fetched. */
function documentBehind({ topic }: Ref, view: M3SupplierView): DocumentRef | undefined {
  if (topic !== 'xref.m3-supplier.v1') return undefined;
  const coupa = view.destination(coupaDestination);
  const id = coupa.identity['supplierId'] ?? numberedInCoupa(coupa, supplierOf(view).number);
  return id === undefined ? undefined : { type: 'supplier', id };
}
