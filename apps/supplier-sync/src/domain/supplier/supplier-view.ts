import type { View } from '@sluice/reconciler/decision';
import type { CoupaSupplier } from '@sluice/shared/coupa/supplier';
import type { Rounds } from '../values/rounds.js';
import type { SupplierField, SupplierValues } from '../values/supplier-values.js';

/** All that is known about one supplier. */
export type SupplierView = View<CoupaSupplier>;

/** A supplier has a destination in each company of M3, under one number. */
export const companyDestination = (company: string): string => `m3/${company}`;

/** The way back: what Coupa is told of the supplier in M3. */
export const coupaDestination = 'coupa';

/** What later decisions about a company must know. */
export interface CompanyMemory {
  /** The number under which the supplier was last met in the company; of another one nothing here counts. */
  readonly number: string;
  /** When it was last read there; ISO 8601. */
  readonly seenAt: string;
  /** Per field, the last value that both systems held. */
  readonly agreed: SupplierValues;
  readonly rounds?: Rounds;
  readonly lost?: readonly LostValue[];
}

/** A value that was overwritten, though somebody had entered it. */
export interface LostValue {
  readonly field: SupplierField;
  /** In words. */
  readonly value: string;
  /** ISO 8601. */
  readonly at: string;
}

/** What was remembered of the supplier under this number. */
export function memoryOf(view: SupplierView, company: string, number: string): CompanyMemory | undefined {
  const memory = rememberedIn(view, company);
  return memory?.number === number ? memory : undefined;
}

/** The same under whatever number. */
export const rememberedIn = (view: SupplierView, company: string): CompanyMemory | undefined =>
  view.destination(companyDestination(company)).memory as CompanyMemory | undefined;

/** What must be known of the writes to Coupa. */
export interface CoupaMemory {
  readonly rounds?: Rounds;
  readonly lost?: readonly LostValue[];
}

export const coupaMemoryOf = (view: SupplierView): CoupaMemory | undefined =>
  view.destination(coupaDestination).memory as CoupaMemory | undefined;

/** The number under which we have made the supplier in a company. */
export const madeIn = (view: SupplierView, company: string): string | undefined =>
  view.destination(companyDestination(company)).identity['number'];
