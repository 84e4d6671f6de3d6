import type { Script } from '@sluice/reconciler/decision';
import { m3Text } from '@sluice/reconciler/read';
import type { Outcome } from '@sluice/shared/messages/outcome';
import type { M3Step, StepValue } from '@sluice/shared/script';
import { addressToM3, contactToM3, type M3Input } from '../values/to-m3.js';
import { wholeRecord, type Plan } from './plan-supplier.js';
import { readSupplier } from './read-supplier.js';
import type { SupplierSettings } from './settings.js';
import { holds, isThere, listHolds, writeScript, writeStep, type WriteStep } from './write-steps.js';

export interface NewSupplier {
  readonly company: string;
  /** Left out where M3's series gives it. */
  readonly number?: string;
  readonly plan: Plan;
  /** `yyyyMMdd`, of the company's. */
  readonly today: string;
  /** Before this it was not made in M3: the search found none, or Coupa did not have it yet; ISO 8601. */
  readonly documentSince: string;
}

/**
 * A new supplier: a copy of the template of its group that is then completed, or, without one, AddSupplier with all that M3
 * demands; then its postal address, as the record itself has no street, and its contact.
 */
export function createScript(
  { company, number, plan, today, documentSince }: NewSupplier,
  settings: SupplierSettings,
): Script {
  const named: StepValue = number ?? { from: nextNumberId, field: 'NBNR' };
  const target = { ...(number !== undefined && { number }), asOf: today, values: plan.values };
  const before = number === undefined ? nextNumber(settings) : lookFirst(number);
  return {
    ...writeScript(company, target, writesOf(plan, named, today, settings), [before]),
    // A number that M3 gives cannot be looked up before: only the history of commands tells whether this was done.
    ...(number === undefined && { documentSince }),
  };
}

function writesOf(plan: Plan, number: StepValue, today: string, settings: SupplierSettings): WriteStep[] {
  const { address, contact } = plan.values;
  const { template } = plan.group;
  const record = wholeRecord(plan, settings);
  return [
    ...(template === undefined
      ? [addSupplier(number, record, plan)]
      : [copy(number, template, record), complete(number, record, plan)]),
    ...(address === undefined
      ? []
      : [addAddress(number, { ...addressToM3(address, undefined, settings, plan.addressName), STDT: today })]),
    ...(contact === undefined ? [] : [addContact(number, contactToM3(contact, undefined, settings))]),
  ];
}

/** Somebody may have made it under the number since M3 was read: then nothing is written, and it is decided anew. */
const lookFirst = (number: string): M3Step => ({
  ...readSupplier(number).step,
  independent: false,
  ifFound: { do: 'stop' },
});

const nextNumberId = 'next-number';

/**
 * The next number of M3's own series. A read as far as repeating goes: a number that was given and whose answer was lost is
 * spent, and nothing else.
 */
const nextNumber = ({ series }: SupplierSettings): M3Step => ({
  id: nextNumberId,
  kind: 'read',
  program: 'CRS165MI',
  independent: false,
  transactions: [{ transaction: 'RtvNextNumber', record: { NBTY: series.type, NBID: series.id }, returns: ['NBNR'] }],
});

/** The step with which the supplier is there. */
const makeId = 'create-supplier';

const copy = (number: StepValue, template: string, { SUTY }: M3Input): WriteStep =>
  writeStep({
    id: makeId,
    transaction: 'CopyTemplate',
    number,
    record: { STEM: template, ...(SUTY !== undefined && { SUTY }) },
    fields: [],
    probe: isThere(number),
    commit: true,
  });

const addSupplier = (number: StepValue, record: M3Input, { values }: Plan): WriteStep =>
  writeStep({
    id: makeId,
    transaction: 'AddSupplier',
    number,
    record,
    fields: ownFields(values),
    probe: isThere(number),
    commit: true,
  });

/** The type of a supplier is told when it is made: UpdSupplier has no field for it. */
const complete = (number: StepValue, { SUTY: _type, ...record }: M3Input, { values }: Plan): WriteStep =>
  writeStep({
    id: 'update-supplier',
    transaction: 'UpdSupplier',
    number,
    record,
    fields: ownFields(values),
    probe: holds(number, record),
  });

/** All but those that M3 keeps in records of their own. */
export const ownFields = (values: Plan['values']): (keyof Plan['values'])[] =>
  (Object.keys(values) as (keyof Plan['values'])[]).filter((field) => field !== 'address' && field !== 'contact');

export const addAddress = (number: StepValue, record: M3Input): WriteStep =>
  writeStep({
    id: 'add-address',
    transaction: 'AddAddress',
    number,
    record,
    fields: ['address'],
    probe: listHolds('LstAddresses', number, withoutTypes(record)),
  });

export const addContact = (number: StepValue, record: M3Input): WriteStep =>
  writeStep({
    id: 'add-contact',
    transaction: 'AddSupplierRef',
    number,
    record,
    fields: ['contact'],
    probe: listHolds('LstSupplierRef', number, withoutTypes(record)),
  });

/** Types and dates come back in another form than they were told. */
export const withoutTypes = ({ ADTE: _address, RFTY: _reference, STDT: _start, ...record }: M3Input): M3Input => record;

/** The number under which a command has made a supplier, also where whatever came after that went wrong. */
export function numberMade({ result, steps }: Outcome, sentUnder: string | undefined): string | undefined {
  const made = steps.find(({ id }) => id === makeId);
  const isMade = made?.state === 'ok' || made?.calls?.some((call) => call === 'ok' || call === 'unknown') === true;
  if (result === 'found' || !isMade) return undefined;
  const given = m3Text(steps.find(({ id }) => id === nextNumberId)?.records[0]?.[0]?.['NBNR']);
  return given === '' ? sentUnder : given;
}
