import type { ConfirmedSlice, Script } from '@sluice/reconciler/decision';
import type { M3Step, StepValue } from '@sluice/shared/script';
import type { SupplierField, SupplierValues } from '../values/supplier-values.js';

/** What M3 holds of a supplier when a write has succeeded. */
export interface SupplierTarget {
  /** Left out where M3 gives the number itself. */
  readonly number?: string;
  /**
   * The day of the reading that the write is made of: what people have changed back by another day is no repetition of the
   * same write, and what M3 has refused is tried again after a day.
   */
  readonly asOf: string;
  readonly values: SupplierValues;
}

/** A write and the values that it brings to M3. */
export interface WriteStep {
  readonly step: M3Step;
  readonly fields: readonly SupplierField[];
}

type Fields = Readonly<Record<string, string>>;

/** One write of a supplier in M3, CRS620MI. */
interface Write {
  readonly id: string;
  readonly transaction: string;
  readonly number: StepValue;
  readonly record: Fields;
  readonly fields: readonly SupplierField[];
  /** How to find out whether it took effect, should its answer be lost. */
  readonly probe: M3Step['probe'];
  readonly commit?: boolean;
}

/**
 * Each write may be sent again: the number is ours or was given for this very supplier, so a second one of the same kind is
 * refused by M3 as existing already, and an update says the same once more. What was lost is looked for first all the same.
 */
export const writeStep = ({ id, transaction, number, record, fields, probe, commit }: Write): WriteStep => ({
  fields,
  step: {
    id,
    kind: 'write',
    program: 'CRS620MI',
    independent: false,
    ...(commit === true && { commit }),
    transactions: [{ transaction, record: { SUNO: number, ...record }, returns: ['SUNO'] }],
    ...(probe && { probe }),
    whenOutcomeUnknown: { do: 'repeat' },
  },
});

/** The supplier is there under the number. */
export const isThere = (number: StepValue): M3Step['probe'] => ({
  calls: [{ program: 'CRS620MI', transaction: 'GetBasicData', record: { SUNO: number }, returns: ['SUNO'] }],
  reads: 'absent-proves',
});

/** Its record holds what was written. */
export const holds = (number: StepValue, record: Fields): M3Step['probe'] => ({
  calls: [
    {
      program: 'CRS620MI',
      transaction: 'GetBasicData',
      record: { SUNO: number },
      returns: ['SUNO', ...Object.keys(record)],
    },
  ],
  reads: 'holds',
  match: record,
});

/** One of its addresses or references holds what was written. */
export const listHolds = (
  transaction: 'LstAddresses' | 'LstSupplierRef',
  number: StepValue,
  record: Fields,
): M3Step['probe'] => ({
  calls: [{ program: 'CRS620MI', transaction, record: { SUNO: number }, returns: Object.keys(record) }],
  reads: 'holds',
  match: record,
});

/** The script of writes, and what each of them makes true as soon as it took effect. */
export function writeScript(
  company: string,
  target: SupplierTarget,
  writes: readonly WriteStep[],
  before: readonly M3Step[] = [],
) {
  const confirms = writes.flatMap(({ step, fields }): ConfirmedSlice[] =>
    fields.map((field) => ({ step: step.id, path: ['values', field], value: target.values[field] })),
  );
  return {
    system: 'm3',
    kind: 'write',
    company,
    target,
    confirms,
    steps: [...before, ...writes.map(({ step }) => step)],
  } satisfies Script;
}
