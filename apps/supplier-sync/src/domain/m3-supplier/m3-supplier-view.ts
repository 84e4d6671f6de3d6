import type { Ref, View } from '@sluice/reconciler/decision';
import { companyDestination } from '../supplier/supplier-view.js';

export type M3SupplierView = View<unknown>;

/** A supplier of M3 is one of its company. */
export interface M3Supplier {
  readonly company: string;
  readonly number: string;
}

/** By the id of its document: `100/Y30001`. The number may hold anything. */
export function supplierOf({ document: { id } }: Pick<M3SupplierView, 'document'>): M3Supplier {
  const [company = '', ...number] = id.split('/');
  return { company, number: number.join('/') };
}

/** What a decision about it was made by, besides what was read: a link, or a change that a scan sees, decides again. */
export const watchesOf = (view: M3SupplierView): Ref[] => [
  view.lookup('xref.m3-supplier.v1', view.document.id).ref,
  view.lookup('xref.m3-supplier-scan.v1', view.document.id).ref,
];

/** The supplier of Coupa's that one of M3's is linked to. */
export const linkedTo = (view: M3SupplierView, { company, number }: M3Supplier): string | undefined =>
  view.lookup('xref.m3-supplier.v1', `${company}/${number}`).value?.supplierId;

/** When a scan last saw a change of it; ISO 8601. */
export const changeSeenAt = (view: M3SupplierView): string | undefined =>
  view.lookup('xref.m3-supplier-scan.v1', view.document.id).value?.changeSeenAt;

/** What later decisions must know. */
export interface M3SupplierMemory {
  /** When a person last asked for it to be made in Coupa; ISO 8601. */
  readonly askedForAt?: string;
}

export const memoryOf = (view: M3SupplierView, { company }: M3Supplier): M3SupplierMemory =>
  (view.destination(companyDestination(company)).memory ?? {}) as M3SupplierMemory;
