import type { DestinationView, Script } from '@sluice/reconciler/decision';
import type { Fact, Read } from '@sluice/reconciler/read';
import { toCode } from '@sluice/shared/code-text';
import { digest } from '@sluice/shared/digest';
import type { CoupaStep } from '@sluice/shared/script';

/** A supplier of Coupa's that may be the one in question. */
export interface Candidate {
  readonly id: string;
  readonly name: string;
  /** M3's number, where it has one. */
  readonly number: string;
  readonly status: string;
}

const path = '/api/suppliers';
const fields = '["id","name","number","status","tax_id"]';

/** What a supplier of Coupa's is looked for by. */
export interface LookedFor {
  readonly number: string;
  readonly name: string;
  readonly taxId?: string;
}

/** Coupa's suppliers by a field of theirs. */
const findBy = (field: 'number' | 'name' | 'tax-id', value: string): Read<readonly Candidate[], CoupaStep> => ({
  step: {
    id: `find-by-${field}/${digest(value)}`,
    method: 'GET',
    path,
    query: { [field.replace('-', '_')]: value, order_by: 'id', limit: '10', fields },
    repeat: 'safe',
  },
  // Looked at again: a Coupa that ignores a condition would answer anybody.
  parse: (records) =>
    records.flatMap((found) => found.filter((record) => isSame(textIn(record, field), value)).map(candidateIn)),
});

const readsOf = ({ number, name, taxId }: LookedFor) => ({
  byNumber: findBy('number', number),
  byName: findBy('name', name),
  ...(taxId !== undefined && { byTaxId: findBy('tax-id', taxId) }),
});

/** Name and number are unique in Coupa, so both are looked for before anything is written. */
export const findScript = (wanted: LookedFor): Script => ({
  system: 'coupa',
  kind: 'read',
  steps: Object.values(readsOf(wanted)).map(({ step }) => step),
});

/** What Coupa has; `undefined` where it was not looked through in the last `maxAgeMs`. */
export function foundInCoupa(
  { fresh }: Pick<DestinationView, 'fresh'>,
  wanted: LookedFor,
  maxAgeMs: number,
): FoundInCoupa | undefined {
  const { byNumber, byName, byTaxId } = readsOf(wanted);
  const [numbered, named, taxed] = [byNumber, byName, byTaxId].map((read) => read && fresh(read, maxAgeMs)?.value);
  if (numbered === undefined || named === undefined || (byTaxId && taxed === undefined)) return undefined;
  const others = (taxed ?? []).filter(({ id }) => named.every((one) => one.id !== id));
  return { byNumber: numbered, byName: named, byTaxId: others };
}

/** The supplier of Coupa's that had the number when it was last looked for. */
export const numberedInCoupa = ({ reading }: Pick<DestinationView, 'reading'>, number: string): string | undefined =>
  reading(findBy('number', number))?.value[0]?.id;

export interface FoundInCoupa {
  readonly byNumber: readonly Candidate[];
  readonly byName: readonly Candidate[];
  /** Under another name. */
  readonly byTaxId: readonly Candidate[];
}

type CoupaRecord = Fact['records'][number][number];

const candidateIn = (record: CoupaRecord): Candidate => ({
  id: textIn(record, 'id'),
  name: textIn(record, 'name'),
  number: textIn(record, 'number'),
  status: textIn(record, 'status'),
});

function textIn(record: CoupaRecord, field: string): string {
  const value = record[field];
  return typeof value === 'string' || typeof value === 'number' ? toCode(String(value)) : '';
}

/** As Coupa's own uniqueness has it: case does not count. */
const isSame = (one: string, other: string): boolean => one.toLowerCase() === toCode(other).toLowerCase();

/** How people know it. */
export const candidateInWords = ({ id, name, number, status }: Candidate): string =>
  `supplier ${id} (${name}, ${status}${number === '' ? '' : `, number ${number}`})`;
