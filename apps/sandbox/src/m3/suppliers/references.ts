import type { M3World } from '../m3-world.js';
import { Nok, type M3Record } from '../nok.js';
import type { Call } from '../program.js';
import { stampChanged, stampNew, type Change } from './change-stamp.js';
import { referenceKey } from './merge-supplier.js';
import { findSupplier, without } from './find-supplier.js';
import type { Supplier } from './supplier.js';
import { changeByCall } from './who-changes.js';

const showReference = (supplier: Supplier, reference: M3Record): M3Record => ({
  ...reference,
  SUNO: supplier.SUNO,
  CONO: String(supplier.cono),
});

/** A change of a reference is a change of its supplier. */
function putReferences(supplier: Supplier, references: readonly M3Record[], change: Change, m3: M3World): void {
  m3.master.suppliers.put({ ...supplier, references, fields: stampChanged(supplier.fields, change) });
}

function findReference(call: Call, supplier: Supplier): M3Record {
  const reference = supplier.references.find((one) => referenceKey(one) === referenceKey(call.record));
  if (!reference) throw new Nok({ code: 'XRE0103', field: 'RFID', text: 'The reference does not exist' });
  return reference;
}

export function getReference(call: Call, m3: M3World): M3Record[] {
  const supplier = findSupplier(call, m3);
  return [showReference(supplier, findReference(call, supplier))];
}

/** By type and number, those of the call's type and number if it names any. */
export function listReferences(call: Call, m3: M3World): M3Record[] {
  const supplier = findSupplier(call, m3);
  const { RFTY, RFID } = call.record;
  return supplier.references
    .filter((one) => RFTY === undefined || one['RFTY'] === RFTY)
    .filter((one) => RFID === undefined || one['RFID'] === RFID)
    .toSorted((one, other) => (referenceKey(one) < referenceKey(other) ? -1 : 1))
    .map((reference) => showReference(supplier, reference));
}

export function addReference(call: Call, m3: M3World): M3Record[] {
  const supplier = findSupplier(call, m3);
  const reference = without(call.record, 'SUNO');
  if (supplier.references.some((one) => referenceKey(one) === referenceKey(reference))) {
    throw new Nok({ code: 'XRE0104', field: 'RFID', text: 'The reference already exists' });
  }
  const change = changeByCall(m3);
  putReferences(supplier, [...supplier.references, stampNew(reference, change)], change, m3);
  return [showReference(supplier, reference)];
}

/** Only the fields given change. */
export function updateReference(call: Call, m3: M3World): M3Record[] {
  const supplier = findSupplier(call, m3);
  const held = findReference(call, supplier);
  const change = changeByCall(m3);
  const changed = stampChanged({ ...held, ...without(call.record, 'SUNO') }, change);
  putReferences(
    supplier,
    supplier.references.map((one) => (one === held ? changed : one)),
    change,
    m3,
  );
  return [showReference(supplier, changed)];
}

export function deleteReference(call: Call, m3: M3World): M3Record[] {
  const supplier = findSupplier(call, m3);
  const held = findReference(call, supplier);
  putReferences(
    supplier,
    supplier.references.filter((one) => one !== held),
    changeByCall(m3),
    m3,
  );
  return [call.record];
}
