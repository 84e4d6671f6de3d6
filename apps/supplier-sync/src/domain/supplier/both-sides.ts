import { map, type Translated } from '@sluice/translation/translated';
import type { CoupaSupplier } from '@sluice/shared/coupa/supplier';
import { taxFieldInCoupa, taxFieldInM3 } from '../values/country.js';
import type { FromCoupa } from '../values/from-coupa.js';
import { valuesFromM3, type FromM3 } from '../values/from-m3.js';
import { m3Text } from '@sluice/reconciler/read';
import { writtenSince } from './coupa-side.js';
import { coupaValues, mappingsOf } from './plan-supplier.js';
import type { WholeSupplier } from './read-supplier.js';
import type { SupplierSettings } from './settings.js';
import type { SupplierView } from './supplier-view.js';

export interface BothSides {
  readonly company: string;
  readonly number: string;
  readonly coupa: FromCoupa;
  readonly m3: FromM3;
}

interface Met {
  readonly supplier: CoupaSupplier;
  readonly company: string;
  readonly number: string;
  readonly whole: WholeSupplier;
}

/** A supplier as Coupa and one company of M3 hold it, both in M3's words. */
export function bothSidesOf(
  view: SupplierView,
  { supplier, company, number, whole }: Met,
  settings: SupplierSettings,
): Translated<BothSides> {
  const mappings = mappingsOf(view, settings);
  const taxField = taxFieldInCoupa(supplier, mappings) ?? taxFieldInM3(m3Text(whole.record['CSCD']), mappings);
  const m3 = valuesFromM3(whole, { settings, taxField, today: mappings.days.today });
  const written = writtenSince(view)?.values ?? {};
  return map(coupaValues(view, supplier, { company, number }, settings), (coupa) => ({
    company,
    number,
    m3,
    coupa: { ...coupa, values: { ...coupa.values, ...written } },
  }));
}
