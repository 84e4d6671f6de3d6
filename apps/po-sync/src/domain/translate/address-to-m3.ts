import type { CoupaAddress, CoupaPurchaseOrder } from '@sluice/shared/coupa/purchase-order';
import type { M3Field } from '@sluice/shared/m3/field';
import { fitting, needed } from '@sluice/translation/check-field';
import type { FieldLengths } from '@sluice/translation/field-lengths';
import { asText, inLinesOf, lengthOf, onOneLine } from '@sluice/translation/text-to-m3';
import { andThen, combine, found, map, problem, type Translated } from '@sluice/translation/translated';
import type { AddressInM3 } from '../m3/order-in-m3.js';

/** M3 has ADR1 to ADR4. */
const linesMax = 4;

/** Whether the address was typed in for this order alone: one that is kept in Coupa has a location code. */
export const isOneOff = (address: CoupaAddress | undefined): boolean =>
  (address?.['location-code']?.trim() ?? '') === '';

/**
 * A one-off address in M3's words. Nothing of it is cut: what does not fit a line goes on in the next, after the name
 * and before the street, and an address that needs more lines than M3 has is refused.
 */
export function addressToM3(
  { 'ship-to-address': address, 'ship-to-attention': attention }: CoupaPurchaseOrder,
  lengths: FieldLengths,
): Translated<AddressInM3> {
  if (address === undefined) return problem('value-missing', 'ship-to-address is empty');
  const city = andThen(needed('ship-to-address.city', address.city), (written) =>
    fitting('ship-to-address.city', asText(onOneLine(written), lengths('TOWN').length), 'TOWN', lengths),
  );
  const place = combine({ street: needed('ship-to-address.street1', address.street1), town: city });
  const parts = combine({
    place,
    postalCode: optionalFitting('ship-to-address.postal-code', address['postal-code'], 'PONO', lengths),
    country: optionalFitting('ship-to-address.country.code', address.country?.code, 'CSCD', lengths),
    written: andThen(place, () => linesOf(address, attention, lengths)),
  });
  return map(parts, ({ place: { town }, postalCode, country, written: { name, lines, state } }) => ({
    ...(name !== undefined && { name }),
    lines,
    town,
    ...(postalCode !== undefined && { postalCode }),
    ...(state !== undefined && { state }),
    ...(country !== undefined && { country }),
  }));
}

/** Who the goods are for and where, in M3's lines; a state goes into a line of its own where M3's field does not take it. */
function linesOf(
  address: CoupaAddress,
  attention: string | undefined,
  lengths: FieldLengths,
): Translated<{ readonly name: string | undefined; readonly lines: string[]; readonly state: string | undefined }> {
  const states = [address['state-iso-code'], address.state]
    .flatMap((state) => filled(state) ?? [])
    .map((state) => asText(state, lengths('ADR1').length));
  const state = states.find((one) => lengthOf(one) <= lengths('ECAR').length);
  const people = [address.name, attention ?? address.attention].map(filled).filter((one) => one !== undefined);
  const [name, ...ofPeople] = people.flatMap((one) => inLinesOf(lengths('CONM').length, one));
  const { street1, street2, street3, street4 } = address;
  const ofPlace = [street1, street2, street3, street4, state === undefined ? states.at(-1) : undefined];
  const lines = [...ofPeople, ...ofPlace.flatMap((one) => inLinesOf(lengths('ADR1').length, one ?? ''))];
  if (lines.length <= linesMax) return found({ name, lines, state });
  return problem(
    'value-too-long',
    `ship-to-address: name, attention and street need ${lines.length} lines of ${lengths('ADR1').length} characters below the name, M3 has ${linesMax} (ADR1 to ADR${linesMax})`,
  );
}

const optionalFitting = (
  where: string,
  text: string | undefined,
  field: M3Field,
  lengths: FieldLengths,
): Translated<string | undefined> => {
  const value = filled(text);
  return value === undefined ? found(undefined) : fitting(where, value, field, lengths);
};

const filled = (text: string | undefined): string | undefined => {
  const line = onOneLine(text ?? '');
  return line === '' ? undefined : line;
};
