import type { CoupaAddress, CoupaPurchaseOrder } from '@sluice/shared/coupa/purchase-order';
import { m3Fields } from '@sluice/shared/m3/field';
import type { Findings } from './findings.js';
import type { AddressInM3 } from './order-in-m3.js';
import { inLinesOf, lengthOf, onOneLine } from './text-to-m3.js';

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
  findings: Findings,
): AddressInM3 | undefined {
  if (address === undefined) return findings.refuse('value-missing', 'ship-to-address is empty');
  const street = findings.needed('ship-to-address.street1', address.street1);
  const city = findings.needed('ship-to-address.city', address.city);
  const town = findings.fitting('ship-to-address.city', city && onOneLine(city), 'TOWN');
  const postalCode = findings.fitting('ship-to-address.postal-code', filled(address['postal-code']), 'PONO');
  const country = findings.fitting('ship-to-address.country.code', filled(address.country?.code), 'CSCD');
  if (street === undefined || town === undefined) return undefined;

  const states = [address['state-iso-code'], address.state].map(filled).filter((state) => state !== undefined);
  const state = states.find((one) => lengthOf(one) <= m3Fields.ECAR.length);
  const people = [address.name, attention ?? address.attention].map(filled).filter((one) => one !== undefined);
  const [name, ...ofPeople] = people.flatMap((one) => inLinesOf(m3Fields.CONM.length, one));
  const { street1, street2, street3, street4 } = address;
  const ofPlace = [street1, street2, street3, street4, state === undefined ? states.at(-1) : undefined];
  const lines = [...ofPeople, ...ofPlace.flatMap((one) => inLinesOf(m3Fields.ADR1.length, one ?? ''))];
  if (lines.length > linesMax)
    return findings.refuse(
      'value-too-long',
      `ship-to-address: name, attention and street need ${lines.length} lines of ${m3Fields.ADR1.length} characters below the name, M3 has ${linesMax} (ADR1 to ADR${linesMax})`,
    );
  return {
    ...(name !== undefined && { name }),
    lines,
    town,
    ...(postalCode !== undefined && { postalCode }),
    ...(state !== undefined && { state }),
    ...(country !== undefined && { country }),
  };
}

const filled = (text: string | undefined): string | undefined => {
  const line = onOneLine(text ?? '');
  return line === '' ? undefined : line;
};
