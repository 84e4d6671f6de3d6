import type { Script } from '@sluice/reconciler/decision';
import type { SupplierKeys } from '../values/from-m3.js';
import type { SupplierValues } from '../values/supplier-values.js';
import { addressToM3, contactToM3, supplierToM3, type M3Input } from '../values/to-m3.js';
import { addAddress, addContact, ownFields, withoutTypes } from './create-script.js';
import type { SupplierSettings } from './settings.js';
import { holds, listHolds, writeScript, writeStep, type WriteStep } from './write-steps.js';

export interface ChangedSupplier {
  readonly company: string;
  readonly number: string;
  /** What M3 holds, and what of it changes. */
  readonly held: SupplierValues;
  readonly changed: SupplierValues;
  /** Where its address and its contact stand there. */
  readonly keys: SupplierKeys;
  /** What else its record is told, of one that was made and not completed. */
  readonly defaults: M3Input;
  readonly addressName: string | undefined;
  /** `yyyyMMdd`: the day of the reading, and today in the company's time zone. */
  readonly asOf: string;
  readonly today: string;
}

/** Changed fields only, each in the record of M3's that it stands in. */
export function changeScript(change: ChangedSupplier, settings: SupplierSettings): Script {
  const { company, number, held, changed, asOf } = change;
  return writeScript(company, { number, asOf, values: { ...held, ...changed } }, writesOf(change, settings));
}

function writesOf(
  { number, changed, keys, held, defaults, addressName, today }: ChangedSupplier,
  settings: SupplierSettings,
): WriteStep[] {
  const record = { ...defaults, ...supplierToM3(changed, settings) };
  // The end of a long name stands in its address, and changes with it.
  const address =
    changed.address ?? (changed.name !== undefined && addressName !== undefined ? held.address : undefined);
  const { contact } = changed;
  return [
    ...(Object.keys(record).length === 0 ? [] : [update(number, record, changed)]),
    ...(address === undefined
      ? []
      : keys.address === undefined
        ? [addAddress(number, { ...addressToM3(address, undefined, settings, addressName), STDT: today })]
        : [updateAddress(number, addressToM3(address, keys.address, settings, addressName))]),
    ...(contact === undefined
      ? []
      : keys.contact === undefined
        ? [addContact(number, contactToM3(contact, undefined, settings))]
        : [updateContact(number, contactToM3(contact, keys.contact, settings))]),
  ];
}

const update = (number: string, record: M3Input, changed: SupplierValues): WriteStep =>
  writeStep({
    id: 'update-supplier',
    transaction: 'UpdSupplier',
    number,
    record,
    fields: ownFields(changed),
    probe: holds(number, record),
  });

const updateAddress = (number: string, record: M3Input): WriteStep =>
  writeStep({
    id: 'update-address',
    transaction: 'UpdAddress',
    number,
    record,
    fields: ['address'],
    probe: listHolds('LstAddresses', number, withoutTypes(record)),
  });

const updateContact = (number: string, record: M3Input): WriteStep =>
  writeStep({
    id: 'update-contact',
    transaction: 'UpdSupplierRef',
    number,
    record,
    fields: ['contact'],
    probe: listHolds('LstSupplierRef', number, withoutTypes(record)),
  });
