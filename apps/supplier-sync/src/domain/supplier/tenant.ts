import type { M3Metadata } from '@sluice/shared/messages/m3-metadata';
import { tenantLengths, type FieldLengths } from '@sluice/translation/field-lengths';
import type { SupplierSettings } from './settings.js';
import type { SupplierView } from './supplier-view.js';

/** What the tenant's own list of fields says, where it was asked; it is the same in all companies. */
export const metadataOf = (view: SupplierView, { companies }: SupplierSettings): M3Metadata | undefined =>
  companies.map((company) => view.lookup('xref.m3-metadata.v1', company).value).find((value) => value !== undefined);

export const lengthsOfTenant = (view: SupplierView, settings: SupplierSettings): FieldLengths =>
  tenantLengths(metadataOf(view, settings), 'CRS620MI');

/** Whether the tenant is known to lack a transaction; one that was not asked about suppliers is not. */
export function lacks(view: SupplierView, transaction: string, settings: SupplierSettings): boolean {
  const known = Object.keys(metadataOf(view, settings)?.transactions ?? {}).filter((name) =>
    name.startsWith('CRS620MI '),
  );
  return known.length > 0 && !known.includes(`CRS620MI ${transaction}`);
}

/** The input fields that the tenant calls mandatory; `undefined` where it was not asked. */
export const mandatoryIn = (
  view: SupplierView,
  transaction: string,
  settings: SupplierSettings,
): readonly string[] | undefined => metadataOf(view, settings)?.mandatory?.[`CRS620MI ${transaction}`];
