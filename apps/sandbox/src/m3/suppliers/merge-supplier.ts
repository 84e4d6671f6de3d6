import type { SupplierRow } from '../master/master-input.js';
import type { M3Record } from '../nok.js';
import { stampChanged, stampNew, stampOf, withoutStamp, type Change } from './change-stamp.js';
import type { Supplier } from './supplier.js';

type KeyOf = (record: M3Record) => string;

export const addressKey: KeyOf = ({ ADTE, ADID = '', STDT }) => `${Number(ADTE)}/${ADID}/${STDT}`;
export const referenceKey: KeyOf = ({ RFTY, RFID }) => `${RFTY}/${RFID}`;

const isSame = (one: M3Record, other: M3Record): boolean => {
  const [a, b] = [Object.entries(withoutStamp(one)), withoutStamp(other)];
  return a.length === Object.keys(b).length && a.every(([name, value]) => b[name] === value);
};

/** The rows given take the place of those that were there; what did not change keeps its stamp. */
function mergeRows(known: readonly M3Record[], given: readonly M3Record[], keyOf: KeyOf, change: Change): M3Record[] {
  return given.map((row) => {
    const held = known.find((one) => keyOf(one) === keyOf(row));
    if (!held) return stampNew(row, change);
    return isSame(held, row) ? held : stampChanged({ ...stampOf(held), ...row }, change);
  });
}

/** The supplier after a person has typed something: fields are taken over, lists replaced. */
export function mergeSupplier(known: Supplier | undefined, row: SupplierRow, change: Change): Supplier {
  const { cono, addresses, references, template, ...given } = row;
  const typed = Object.entries(given).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
  const fields = { STAT: '20', ...known?.fields, ...Object.fromEntries(typed), CONO: String(cono) };
  return {
    cono,
    SUNO: row.SUNO,
    fields: known ? stampChanged(fields, change) : stampNew(fields, change),
    addresses: addresses ? mergeRows(known?.addresses ?? [], addresses, addressKey, change) : (known?.addresses ?? []),
    references: references
      ? mergeRows(known?.references ?? [], references, referenceKey, change)
      : (known?.references ?? []),
    isTemplate: template ?? known?.isTemplate ?? false,
    createdAtMs: known?.createdAtMs ?? change.atMs,
  };
}
