import type { CoupaSupplier } from '@sluice/shared/coupa/supplier';
import { fitting } from '@sluice/translation/check-field';
import { andThen, found, map, problem, type Problem, type Translated } from '@sluice/translation/translated';
import type { CountryOfSupplier } from './country.js';
import { part, type Part, type PartContext } from './part.js';
import type { TaxNumber } from './supplier-values.js';

/**
 * The tax number, in the field that carries it in the supplier's country, and as numbers look there: by the row of the
 * table `country`, which also says whether a missing or a strange one stops the supplier.
 */
export function taxNumberFromCoupa(
  supplier: CoupaSupplier,
  country: Translated<CountryOfSupplier | undefined>,
  { lengths }: PartContext,
): Translated<Part> {
  return andThen(country, (named): Translated<Part> => {
    const { where, number } = numberOf(supplier, named?.row.taxField);
    const field = named?.row.taxField;
    const wrong = named === undefined ? undefined : whatIsWrong(where, number, named);
    if (wrong !== undefined && named?.row.taxRequired === 'stop') return problem(wrong.code, wrong.message);
    const remarks = wrong === undefined ? [] : [wrong];
    if (number === '') return found(part({}, remarks));
    if (field === undefined) return found(part({}, [...remarks, withoutField(where, number, named)]));
    return map(fitting(where, number, field, lengths), () => part({ taxNumber: { field, number } }, remarks));
  });
}

/** `tax-id` of the supplier, which is also where a change in M3 goes; else what its address says. */
function numberOf(
  { 'tax-id': taxId = '', 'primary-address': address }: CoupaSupplier,
  field: TaxNumber['field'] | undefined,
): { readonly where: string; readonly number: string } {
  const ofAddress = field === 'VRNO' ? 'vat-number' : 'local-tax-number';
  const inAddress = address?.[ofAddress] ?? '';
  return taxId === '' && inAddress !== ''
    ? { where: `primary-address.${ofAddress}`, number: inAddress }
    : { where: 'tax-id', number: taxId };
}

function whatIsWrong(where: string, number: string, { code, row }: CountryOfSupplier): Problem | undefined {
  const { taxPattern, taxRequired } = row;
  if (number === '')
    return taxRequired === undefined
      ? undefined
      : invalid(`${where} is empty; suppliers in ${code} have a tax number (row country ${code})`);
  if (taxPattern === undefined || new RegExp(`^(?:${taxPattern})$`, 'u').test(number)) return undefined;
  return invalid(
    `${where}: "${number}" does not look like a tax number of ${code}: ${taxPattern} (row country ${code})`,
  );
}

const invalid = (message: string): Problem => ({ code: 'tax-number-invalid', message });

function withoutField(where: string, number: string, country: CountryOfSupplier | undefined): Problem {
  const why =
    country === undefined
      ? 'without a country it is not known which field carries it (primary-address.country.code is empty)'
      : `the row country ${country.code} names no field that carries it (taxField)`;
  return { code: 'value-left-out', message: `${where}: "${number}" is not told to M3: ${why}` };
}
