import type { CoupaSupplier } from '@sluice/shared/coupa/supplier';
import type { mappingValues } from '@sluice/shared/messages/mapping';
import { mapped, type Mappings } from '@sluice/translation/mapped';
import { andThen, found, map, type Translated } from '@sluice/translation/translated';
import type { z } from 'zod';
import type { TaxNumber } from './supplier-values.js';

/** The country of a supplier as the table `country` has it. */
export interface CountryOfSupplier {
  /** Coupa's code, ISO 3166. */
  readonly code: string;
  readonly row: z.infer<(typeof mappingValues)['country']>;
}

/** That of the primary address; nothing where Coupa names none. */
export function countryOf(supplier: CoupaSupplier, mappings: Mappings): Translated<CountryOfSupplier | undefined> {
  const code = supplier['primary-address']?.country?.code ?? '';
  return code === '' ? found(undefined) : map(mapped(mappings, 'country', code), (row) => ({ code, row }));
}

/** Which of M3's fields carries the tax number of a supplier of Coupa's, as far as the tables say it. */
export function taxFieldInCoupa(supplier: CoupaSupplier, mappings: Mappings): TaxNumber['field'] | undefined {
  const country = countryOf(supplier, mappings);
  return 'value' in country ? country.value?.row.taxField : undefined;
}

/** The same for one that only M3 has: by its country there (CSCD). */
export function taxFieldInM3(country: string, mappings: Mappings): TaxNumber['field'] | undefined {
  const inCoupa = mapped(mappings, 'coupa-country', country);
  const row = andThen(inCoupa, ({ country: code }) => mapped(mappings, 'country', code));
  return 'value' in row ? row.value.taxField : undefined;
}
