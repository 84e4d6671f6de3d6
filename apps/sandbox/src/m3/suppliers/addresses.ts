import type { M3World } from '../m3-world.js';
import { Nok, type M3Record } from '../nok.js';
import type { Call } from '../program.js';
import { stampChanged, stampNew, todayOf, type Change } from './change-stamp.js';
import { checkCodes } from './check-codes.js';
import { addressKey } from './merge-supplier.js';
import { findSupplier, without } from './find-supplier.js';
import type { Supplier } from './supplier.js';
import { changeByCall } from './who-changes.js';

const KEY_FIELDS = ['SUNO', 'ADTE', 'ADID', 'STDT'];

const noSuchAddress = (): Nok => new Nok({ code: 'XRE0103', field: 'ADID', text: 'The address does not exist' });

/** By type, number and start date. */
const byKey = (one: M3Record, other: M3Record): number => {
  const [a, b] = [one, other].map(({ ADTE, ADID = '', STDT = '' }) =>
    [String(ADTE).padStart(2, '0'), ADID, STDT].join('/'),
  );
  return (a ?? '') < (b ?? '') ? -1 : 1;
};

/** An address without a name of its own has the supplier's. */
const showAddress = (supplier: Supplier, address: M3Record): M3Record => ({
  PRIA: '1',
  SUNM: supplier.fields['SUNM'] ?? '',
  ...address,
  SUNO: supplier.SUNO,
  CONO: String(supplier.cono),
});

/** A change of an address is a change of its supplier. */
function putAddresses(supplier: Supplier, addresses: readonly M3Record[], change: Change, m3: M3World): void {
  m3.master.suppliers.put({ ...supplier, addresses, fields: stampChanged(supplier.fields, change) });
}

export function listAddresses(call: Call, m3: M3World): M3Record[] {
  const supplier = findSupplier(call, m3);
  return supplier.addresses.toSorted(byKey).map((address) => showAddress(supplier, address));
}

/** The address of the type, number and start date asked for; without a date the one that is valid today. */
export function getAddress(call: Call, m3: M3World): M3Record[] {
  const supplier = findSupplier(call, m3);
  const { ADTE, ADID, STDT } = call.record;
  const fitting = supplier.addresses
    .toSorted(byKey)
    .filter((one) => ADTE === undefined || Number(one['ADTE']) === Number(ADTE))
    .filter((one) => ADID === undefined || one['ADID'] === ADID)
    .filter((one) => STDT === undefined || one['STDT'] === STDT);
  const [first] = fitting;
  if (!first) throw noSuchAddress();
  const today = todayOf(changeByCall(m3));
  const valid = fitting.filter(
    (one) =>
      Number(one['ADTE']) === Number(first['ADTE']) && one['ADID'] === first['ADID'] && (one['STDT'] ?? '') <= today,
  );
  return [showAddress(supplier, valid.at(-1) ?? first)];
}

/** Without a start date an address holds from today on. */
export function addAddress(call: Call, m3: M3World): M3Record[] {
  const supplier = findSupplier(call, m3);
  const change = changeByCall(m3);
  const address = { STDT: todayOf(change), ...without(call.record, 'SUNO') };
  checkAddressType(address);
  if (supplier.addresses.some((one) => addressKey(one) === addressKey(address))) {
    throw new Nok({ code: 'XRE0104', field: 'ADID', text: 'The address already exists' });
  }
  checkCodes(m3.master, call.cono, address);
  putAddresses(supplier, [...supplier.addresses, stampNew(address, change)], change, m3);
  return [showAddress(supplier, address)];
}

/** Only the fields given change; the start date belongs to the key. */
export function updateAddress(call: Call, m3: M3World): M3Record[] {
  const supplier = findSupplier(call, m3);
  const held = supplier.addresses.find((one) => addressKey(one) === addressKey(call.record));
  if (!held) throw noSuchAddress();
  const given = without(call.record, ...KEY_FIELDS);
  checkCodes(m3.master, call.cono, given, held);
  const change = changeByCall(m3);
  const changed = stampChanged({ ...held, ...given }, change);
  putAddresses(
    supplier,
    supplier.addresses.map((one) => (one === held ? changed : one)),
    change,
    m3,
  );
  return [showAddress(supplier, changed)];
}

export function deleteAddress(call: Call, m3: M3World): M3Record[] {
  const supplier = findSupplier(call, m3);
  const rest = supplier.addresses.filter((one) => addressKey(one) !== addressKey(call.record));
  if (rest.length === supplier.addresses.length) throw noSuchAddress();
  putAddresses(supplier, rest, changeByCall(m3), m3);
  return [call.record];
}

function checkAddressType({ ADTE = '' }: M3Record): void {
  if (Number(ADTE) >= 1) return;
  throw new Nok({ code: 'WAD0101', field: 'ADTE', text: `Address type ${ADTE} is not valid` });
}
