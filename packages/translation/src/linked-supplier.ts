import type { Lookup, Ref } from '@sluice/reconciler/decision';
import type { ReadSupplierXref } from '@sluice/shared/messages/xref';
import type { Route } from './route-company.js';
import { andThen, found, missing, type Translated } from './translated.js';

export type SupplierLookup = (topic: 'xref.supplier.v1', key: string) => Lookup<ReadSupplierXref>;

/** What M3 knows of a supplier in one company, and the key by which a change of it is seen. */
export type LinkedSupplier = ReadSupplierXref['entries'][number] & { readonly ref: Ref };

/** How M3 knows a supplier of Coupa's: by its number in the division, else by the one of the whole company. */
export function linkedSupplier(
  id: string,
  route: Translated<Route>,
  lookup: SupplierLookup,
): Translated<LinkedSupplier> {
  const { ref, value } = lookup('xref.supplier.v1', id);
  if (value === undefined || value.removed === true || value.entries.length === 0)
    return unlinked(ref, 'M3', value?.because);
  return andThen(route, ({ company, division }) => {
    const ofCompany = value.entries.filter((entry) => entry.company === company);
    const entry =
      ofCompany.find((one) => one.division === division) ?? ofCompany.find((one) => one.division === undefined);
    return entry === undefined ? unlinked(ref, `company ${company} of M3`) : found({ ...entry, ref });
  });
}

/** With what keeps the supplier from being linked, where its sync has said so: that is what has to be mended. */
function unlinked(ref: Ref, place: string, because?: ReadSupplierXref['because']): Translated<never> {
  const label = `Supplier ${ref.key} is not linked to ${place} yet`;
  return missing({
    ref,
    code: 'supplier-unlinked',
    label: because === undefined ? label : `${label}: ${because.message}`,
    ...(because?.fix !== undefined && { fix: because.fix }),
  });
}
