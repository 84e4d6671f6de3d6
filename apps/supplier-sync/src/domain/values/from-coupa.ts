import type { Ref } from '@sluice/reconciler/decision';
import type { CoupaSupplier } from '@sluice/shared/coupa/supplier';
import { m3Fields } from '@sluice/shared/m3/field';
import { mappingKey } from '@sluice/shared/messages/mapping';
import { textOfWord } from '@sluice/shared/open-enum';
import { needed } from '@sluice/translation/check-field';
import type { FieldLengths } from '@sluice/translation/field-lengths';
import { daysOf, hasRow, mapped, type MappingLookup, type Mappings } from '@sluice/translation/mapped';
import { asText, inLinesOf, lengthOf, onOneLine } from '@sluice/translation/text-to-m3';
import { all, andThen, found, map, problem, type Problem, type Translated } from '@sluice/translation/translated';
import { addressFromCoupa } from './address-from-coupa.js';
import { contactFromCoupa, phoneFromCoupa } from './contact-from-coupa.js';
import { countryOf } from './country.js';
import { emptied, joinParts, leftOut, part, type Part, type PartContext } from './part.js';
import type { SupplierValues } from './supplier-values.js';
import { taxNumberFromCoupa } from './tax-number-from-coupa.js';
import type { ValueSettings } from './value-settings.js';

export interface SupplierContext {
  readonly lookup: MappingLookup;
  /** Those of the tenant in the company that is told. */
  readonly lengths: FieldLengths;
  readonly settings: ValueSettings;
  /** ISO 8601. */
  readonly now: string;
  /** What both systems last agreed on: what was filled in then and is empty in Coupa now was emptied there. */
  readonly agreed?: SupplierValues | undefined;
}

export interface FromCoupa {
  readonly values: SupplierValues;
  /** How a name goes on that is longer than M3's, for the name in the postal address. */
  readonly addressName?: string;
  /** What a person may want to know of and nothing waits for. */
  readonly remarks: readonly Problem[];
  /** Keys of which a newer value changes what is translated, though nothing is missing because of them. */
  readonly watches: readonly Ref[];
}

/**
 * Coupa's supplier in M3's words, by today's mappings: a supplier is not of the day on which it was made. What stands in
 * the way is said all at once.
 */
export function valuesFromCoupa(supplier: CoupaSupplier, context: SupplierContext): Translated<FromCoupa> {
  const { lookup, now, ...rest } = context;
  const mappings: Mappings = { lookup, days: daysOf(undefined, now, rest.settings.timeZone) };
  const whole: PartContext = { ...rest, mappings };
  const country = countryOf(supplier, mappings);
  const parts: readonly Translated<Part>[] = [
    nameFrom(supplier, whole),
    found(statusFrom(supplier)),
    paymentTermsFrom(supplier, mappings),
    deliveryTermsFrom(supplier, mappings),
    taxNumberFromCoupa(supplier, country, whole),
    found(ourNumberFrom(supplier, whole)),
    addressFromCoupa(supplier, country, whole),
    found(phoneFromCoupa(supplier, whole)),
    contactFromCoupa(supplier, whole),
    languageFrom(supplier, mappings),
    taxCodeFrom(supplier, mappings),
    payeeFrom(supplier, mappings),
  ];
  return map(all(parts), joinParts);
}

/** A name that M3's field does not take is refused, or shortened between two words; then a person is told the whole one. */
function nameFrom({ name }: CoupaSupplier, { lengths, settings }: PartContext): Translated<Part> {
  const { length, source } = lengths('SUNM');
  return andThen(needed('name', name), (written): Translated<Part> => {
    const whole = asText(onOneLine(written), length);
    if (lengthOf(whole) <= length) return found(part({ name: whole }));
    const tooLong = `name: "${whole}" has ${lengthOf(whole)} characters, M3's ${m3Fields.SUNM.meaning} (SUNM) takes ${length} (${source})`;
    if (settings.longNames === 'refuse') return problem('value-too-long', tooLong);
    const [short = '', ...others] = inLinesOf(length, whole);
    const goesOn = settings.longNames === 'continue' ? inLinesOf(length, others.join(' '))[0] : undefined;
    const elsewhere = goesOn === undefined ? '' : ` and "${goesOn}" in the name of its postal address`;
    const remark: Problem = { code: 'name-shortened', message: `${tooLong}; it is "${short}" there${elsewhere}` };
    return found({ ...part({ name: short }, [remark]), ...(goesOn !== undefined && { addressName: goesOn }) });
  });
}

/** A supplier on hold gets no new orders in Coupa (Coupa's `on-hold`), which is what M3's blocked status says. */
function statusFrom(supplier: CoupaSupplier): Part {
  const { status } = supplier;
  if (status === 'draft') return part({});
  if (status !== 'active' && status !== 'inactive') {
    const message = `status: "${textOfWord(status)}" is none that Sluice knows; M3's stays as it is`;
    return part({}, [{ code: 'status-unknown', message }]);
  }
  return part({ status: status === 'active' && supplier['on-hold'] !== true ? 'active' : 'blocked' });
}

const paymentTermsFrom = (supplier: CoupaSupplier, mappings: Mappings): Translated<Part> =>
  codeFrom(supplier['payment-term']?.code, (code) =>
    map(mapped(mappings, 'payment-term', code), ({ paymentTerms }) => ({ paymentTerms })),
  );

const deliveryTermsFrom = (supplier: CoupaSupplier, mappings: Mappings): Translated<Part> =>
  codeFrom(supplier['shipping-term']?.code, (code) =>
    map(mapped(mappings, 'shipping-term', code), ({ deliveryTerms: terms, deliveryMethod: method }) => ({
      deliveryTerms: { terms, ...(method !== undefined && { method }) },
    })),
  );

const languageFrom = (supplier: CoupaSupplier, mappings: Mappings): Translated<Part> =>
  codeFrom(supplier['default-locale'], (code) => mapped(mappings, 'language', code));

const taxCodeFrom = (supplier: CoupaSupplier, mappings: Mappings): Translated<Part> =>
  codeFrom(supplier['tax-code']?.code, (code) => mapped(mappings, 'tax-code', code));

/** A code that is empty in Coupa says nothing: M3 cannot do without most of them. */
const codeFrom = (
  code: string | undefined,
  translate: (code: string) => Translated<SupplierValues>,
): Translated<Part> =>
  code === undefined || code === '' ? found(part({})) : map(translate(code), (values) => part(values));

function ourNumberFrom(supplier: CoupaSupplier, { lengths, agreed }: PartContext): Part {
  const number = supplier['account-number'] ?? '';
  if (number === '') return part(emptied('ourNumber', agreed));
  const tooLong = leftOut('account-number', number, 'OUCN', lengths);
  return tooLong === undefined ? part({ ourNumber: number }) : part({}, [tooLong]);
}

/**
 * The first remit-to address in use says who is paid, if its reference has a row; without one the supplier itself is paid,
 * or whoever M3 says: an address may just as well be another of its own.
 */
function payeeFrom(supplier: CoupaSupplier, mappings: Mappings): Translated<Part> {
  const first = supplier['remit-to-addresses']?.find(({ active }) => active !== false);
  const reference = first?.['external-src-ref'] ?? first?.['remit-to-code'] ?? '';
  if (reference === '') return found(part({}));
  if (hasRow(mappings, 'remit-to', reference)) return map(mapped(mappings, 'remit-to', reference), (row) => part(row));
  return found(part({}, [], [mappings.lookup('mapping.v1', mappingKey('remit-to', reference)).ref]));
}
