import type { Ref } from '@sluice/reconciler/decision';
import type { CoupaSupplier, CoupaSupplierAddress } from '@sluice/shared/coupa/supplier';
import { mappingKey } from '@sluice/shared/messages/mapping';
import { m3Fields } from '@sluice/shared/m3/field';
import { fitting } from '@sluice/translation/check-field';
import { hasRow, mapped, type Mappings } from '@sluice/translation/mapped';
import { asText, inLinesOf, lengthOf, onOneLine } from '@sluice/translation/text-to-m3';
import { andThen, combine, found, map, problem, type Problem, type Translated } from '@sluice/translation/translated';
import type { CountryOfSupplier } from './country.js';
import { part, type Part, type PartContext } from './part.js';
import type { SupplierValues } from './supplier-values.js';

/** M3 has ADR1 to ADR4. */
const linesMax = 4;

const where = 'primary-address';

/** The primary address as M3's postal one, and the country and state of the supplier itself. */
export function addressFromCoupa(
  { [where]: address }: CoupaSupplier,
  country: Translated<CountryOfSupplier | undefined>,
  context: PartContext,
): Translated<Part> {
  if (address === undefined || isBlank(address)) return found(part({}));
  const parts = combine({
    country: andThen(country, (named) =>
      named === undefined ? problem('value-missing', `${where}.country.code is empty`) : found(named),
    ),
    streets: streetsFrom(address, context),
    town: townFrom(address, context),
    postalCode: fitting(`${where}.postal-code`, address['postal-code'] ?? '', 'PONO', context.lengths),
  });
  return map(parts, ({ country: { code, row }, streets, town, postalCode }) => {
    const state = stateFrom(address, code, context.mappings);
    const values: SupplierValues = {
      country: row.country,
      ...(state.state !== undefined && { state: state.state }),
      address: {
        lines: streets.text,
        town: town.text,
        postalCode,
        ...(state.state !== undefined && { state: state.state }),
        country: row.country,
      },
    };
    return part(values, [...streets.remarks, ...town.remarks, ...state.remarks], state.watches);
  });
}

interface Remarked<Text> {
  readonly text: Text;
  readonly remarks: readonly Problem[];
}

/** Each street begins a line and flows into the next; where that takes too many, they flow on one behind the other. */
function streetsFrom(address: CoupaSupplierAddress, context: PartContext): Translated<Remarked<readonly string[]>> {
  const { length } = context.lengths('ADR1');
  const { street1, street2, street3, street4 } = address;
  const streets = [street1, street2, street3, street4].map((street) => onOneLine(street ?? ''));
  const apart = streets.flatMap((street) => inLinesOf(length, street));
  const text = apart.length <= linesMax ? apart : inLinesOf(length, streets.join(' '));
  if (text.length <= linesMax) return found({ text, remarks: [] });
  const tooLong = `${where}: the streets need ${text.length} lines of ${length} characters, M3 has ${linesMax} (ADR1 to ADR${linesMax})`;
  if (context.settings.longAddresses === 'refuse') return problem('value-too-long', tooLong);
  const message = `${tooLong}; "${text.slice(linesMax).join(' ')}" is not told to M3`;
  return found({ text: text.slice(0, linesMax), remarks: [{ code: 'name-shortened', message }] });
}

function townFrom(
  { city = '' }: CoupaSupplierAddress,
  { lengths, settings }: PartContext,
): Translated<Remarked<string>> {
  const { length, source } = lengths('TOWN');
  const whole = asText(onOneLine(city), length);
  if (lengthOf(whole) <= length || settings.longAddresses === 'refuse')
    return map(fitting(`${where}.city`, whole, 'TOWN', lengths), (text) => ({ text, remarks: [] }));
  const [text = ''] = inLinesOf(length, whole);
  const message = `${where}.city: "${whole}" has ${lengthOf(whole)} characters, M3's ${m3Fields.TOWN.meaning} (TOWN) takes ${length} (${source}); it is "${text}" there`;
  return found({ text, remarks: [{ code: 'name-shortened', message }] });
}

interface State {
  /** Left out where Coupa names none, or one that M3 has no code for. */
  readonly state?: string;
  readonly remarks: readonly Problem[];
  readonly watches: readonly Ref[];
}

/**
 * M3's code of the state. An address reaches its town without one, so a state without a row is no reason to wait; the row
 * is watched for all the same.
 */
function stateFrom(address: CoupaSupplierAddress, country: string, mappings: Mappings): State {
  const written = [address['state-iso-code'], address.state].map((one) => onOneLine(one ?? '')).filter(isFilled);
  const [first] = written;
  if (first === undefined) return { remarks: [], watches: [] };
  const keys = [...new Set(written.map((state) => keyOf(state, country)))];
  for (const key of keys.filter((one) => hasRow(mappings, 'state', one))) {
    const row = mapped(mappings, 'state', key);
    if ('value' in row) return { state: row.value.state, remarks: [], watches: [] };
  }
  return {
    remarks: [
      {
        code: 'value-left-out',
        message: `${where}.state: "${first}" is not told to M3, as no row says its code there (state ${keys.join(' or state ')})`,
      },
    ],
    watches: keys.map((key) => mappings.lookup('mapping.v1', mappingKey('state', key)).ref),
  };
}

/** Coupa's ISO code of a state names the country already in some tenants: `US-TX`. */
const keyOf = (state: string, country: string): string =>
  state.startsWith(`${country}-`) ? state : `${country}-${state}`;

const isFilled = (text: string): boolean => text !== '';

/** An address of which nothing was filled in but, at most, a name or tax numbers. */
const isBlank = ({ street1, street2, street3, street4, city, ...rest }: CoupaSupplierAddress): boolean =>
  [street1, street2, street3, street4, city, rest['postal-code'], rest.state, rest.country?.code].every(
    (text) => onOneLine(text ?? '') === '',
  );
