import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { agreedAfter, mergeField, type Side, type Verdict } from './merge.js';
import { owners, type Owner } from './owners.js';
import { sameValue } from './same-value.js';
import { sharedFields, type SharedField, type SupplierValues } from './supplier-values.js';

/** What people type into a field: a few values, so that both sides often come to the same; also none, where there may be none. */
const typed: { readonly [Field in SharedField]: readonly NonNullable<SupplierValues[Field]>[] } = {
  name: ['Acme', 'Acme AG', 'ACME'],
  status: ['active', 'blocked'],
  paymentTerms: ['N30', 'n60', '14D'],
  deliveryTerms: [{ terms: 'CIF' }, { terms: 'CIF', method: 'SEA' }, { terms: 'FOB', method: 'AIR' }],
  taxNumber: [
    { field: 'VRNO', number: 'BE 0123.456.789' },
    { field: 'VRNO', number: 'DE123' },
  ],
  ourNumber: ['', '4711', 'a1'],
  phone: ['', '+32 59 123456', 'reception'],
  address: [
    { lines: ['Kaai 101', 'Gate 4'], town: 'Oostende', postalCode: '8400', state: '', country: 'BE' },
    { lines: ['Kaai 102'], town: 'Oostende', postalCode: '8400', country: 'BE' },
    { lines: ['Main St 1'], town: 'Dallas', postalCode: '75201', state: 'TX', country: 'US' },
  ],
  contact: [
    { name: 'An Peeters', email: 'an@acme.example', phone: '' },
    { name: 'Bo', email: '', phone: '+32 59 123456' },
  ],
};

/** What M3 makes of what it is told: blanks behind a text, codes in capitals. */
const asM3KeepsIt = (values: SupplierValues): SupplierValues => ({
  ...values,
  ...(values.name !== undefined && { name: `${values.name}   ` }),
  ...(values.paymentTerms !== undefined && { paymentTerms: values.paymentTerms.toUpperCase() }),
  ...(values.taxNumber && { taxNumber: { ...values.taxNumber, number: values.taxNumber.number.replaceAll('.', '') } }),
  ...(values.phone !== undefined && { phone: values.phone.replaceAll(' ', '') }),
});

interface Snapshot {
  readonly values: SupplierValues;
  readonly updatedAt: string;
}

/** What Coupa was told, and its `updated-at` since then: until a snapshot is as new, it does not show it yet. */
interface OwnWrite {
  readonly values: SupplierValues;
  readonly at: string;
}

type Verdicts = Readonly<Record<SharedField, Verdict>>;

/** Two systems and what is between them, with nothing at work but the functions that are tested. */
class TwoSystems {
  /** How often each field was edited, and written to each side. */
  readonly edits = new Map<SharedField, number>();
  readonly writes = { coupa: new Map<SharedField, number>(), m3: new Map<SharedField, number>() };
  #clock = 0;
  #coupa: SupplierValues = {};
  #m3: SupplierValues = {};
  #changedLast: Side | undefined;
  readonly #underway: Snapshot[] = [];
  #snapshot: Snapshot = { values: {}, updatedAt: '' };
  #reading: SupplierValues = {};
  #agreed: SupplierValues = {};
  #ownWrite: OwnWrite | undefined;
  #answers: Partial<Record<SharedField, Side>> = {};
  readonly #owners: Readonly<Record<SharedField, Owner>>;

  constructor(owned: Readonly<Record<SharedField, Owner>>) {
    this.#owners = owned;
    this.#keepInCoupa({});
    this.deliver();
  }

  edit(side: Side, field: SharedField, pick: number): void {
    const values = { [field]: typed[field][pick % typed[field].length] };
    count(this.edits, [field]);
    this.#changedLast = side;
    if (side === 'coupa') this.#keepInCoupa(values);
    else this.#m3 = { ...this.#m3, ...values };
  }

  /** The next snapshot of Coupa arrives: one of how it was some time ago. */
  deliver(): void {
    this.#snapshot = this.#underway.shift() ?? this.#snapshot;
  }

  /** M3 is read; until then, what was read before counts. */
  read(): void {
    this.#reading = this.#m3;
  }

  answer(side: Side): void {
    for (const [field, verdict] of Object.entries(this.verdicts()) as [SharedField, { is: string }][])
      if (verdict.is === 'conflict') this.#answers = { ...this.#answers, [field]: side };
  }

  verdicts(): Verdicts {
    const [coupa, m3] = [this.inCoupa, this.#reading];
    const verdicts = sharedFields.map((field) => {
      const answer = this.#answers[field];
      const by = {
        owner: this.#owners[field],
        ...(this.#changedLast && { newer: this.#changedLast }),
        ...(answer && { answer }),
      };
      const same = (one: unknown, other: unknown): boolean => sameValue(field, one, other);
      return [field, mergeField({ agreed: this.#agreed[field], coupa: coupa[field], m3: m3[field] }, by, same)];
    });
    return Object.fromEntries(verdicts) as Verdicts;
  }

  sync(): void {
    this.#agreed = agreedAfter(this.#agreed, this.inCoupa, this.#reading);
    const verdicts = this.verdicts();
    this.#answers = {};
    const [toM3, toCoupa] = [told(verdicts, 'to-m3'), told(verdicts, 'to-coupa')];
    count(this.writes.m3, Object.keys(toM3) as SharedField[]);
    count(this.writes.coupa, Object.keys(toCoupa) as SharedField[]);
    if (Object.keys(toM3).length > 0) {
      this.#m3 = { ...this.#m3, ...asM3KeepsIt(toM3) };
      this.read();
    }
    if (Object.keys(toCoupa).length > 0) {
      const values = { ...(this.#isBehind && this.#ownWrite?.values), ...toCoupa };
      this.#ownWrite = { values, at: this.#keepInCoupa(toCoupa) };
    }
  }

  get inCoupa(): SupplierValues {
    return { ...this.#snapshot.values, ...(this.#isBehind && this.#ownWrite?.values) };
  }

  get #isBehind(): boolean {
    return this.#snapshot.updatedAt < (this.#ownWrite?.at ?? '');
  }

  /** Everything that is on its way arrives, and nobody types any more. */
  comeToRest(): void {
    for (let round = 0; round < 3; round += 1) {
      while (this.#underway.length > 0) this.deliver();
      this.read();
      this.sync();
    }
    while (this.#underway.length > 0) this.deliver();
    this.read();
  }

  differing(): SharedField[] {
    return sharedFields.filter((field) => !sameValue(field, this.#coupa[field], this.#m3[field]));
  }

  isSilent(field: SharedField): boolean {
    return this.#coupa[field] === undefined || this.#m3[field] === undefined;
  }

  #keepInCoupa(values: SupplierValues): string {
    this.#coupa = { ...this.#coupa, ...values };
    this.#clock += 1;
    const updatedAt = new Date(this.#clock * 1000).toISOString();
    this.#underway.push({ values: this.#coupa, updatedAt });
    return updatedAt;
  }
}

function count(counts: Map<SharedField, number>, fields: readonly SharedField[]): void {
  for (const field of fields) counts.set(field, (counts.get(field) ?? 0) + 1);
}

const told = (verdicts: Verdicts, is: 'to-m3' | 'to-coupa'): SupplierValues =>
  Object.fromEntries(
    Object.entries(verdicts).flatMap(([field, verdict]) => (verdict.is === is ? [[field, verdict.value]] : [])),
  ) as SupplierValues;

const side = fc.constantFrom<Side>('coupa', 'm3');
const step = fc.oneof(
  { weight: 4, arbitrary: fc.tuple(fc.constant('edit' as const), side, fc.constantFrom(...sharedFields), fc.nat(2)) },
  { weight: 2, arbitrary: fc.tuple(fc.constant('deliver' as const)) },
  { weight: 2, arbitrary: fc.tuple(fc.constant('read' as const)) },
  { weight: 3, arbitrary: fc.tuple(fc.constant('sync' as const)) },
  { weight: 1, arbitrary: fc.tuple(fc.constant('answer' as const), side) },
);
type Step = typeof step extends fc.Arbitrary<infer One> ? One : never;

function take(systems: TwoSystems, [what, ...how]: Step): void {
  if (what === 'edit') systems.edit(...(how as [Side, SharedField, number]));
  else if (what === 'answer') systems.answer(...(how as [Side]));
  else systems[what]();
}

const assignment = fc.record(
  Object.fromEntries(sharedFields.map((field) => [field, fc.constantFrom(...owners)])) as Record<
    SharedField,
    fc.Arbitrary<Owner>
  >,
);

describe('S05, S25: edits on both sides in any order, with snapshots and readings that come late', () => {
  it('end equal on both, or with a named conflict', () => {
    fc.assert(
      fc.property(assignment, fc.array(step, { maxLength: 40 }), (owned, steps) => {
        const systems = new TwoSystems(owned);
        for (const one of steps) take(systems, one);
        systems.comeToRest();
        const verdicts = systems.verdicts();
        for (const field of systems.differing())
          if (verdicts[field]?.is !== 'conflict') expect([field, systems.isSilent(field)]).toEqual([field, true]);
        const written = structuredClone(systems.writes);
        systems.sync();
        expect(systems.writes).toEqual(written);
      }),
      { numRuns: 2000 },
    );
  });

  it('cost at most two writes a side for each change', () => {
    fc.assert(
      fc.property(assignment, fc.array(step, { maxLength: 40 }), (owned, steps) => {
        const systems = new TwoSystems(owned);
        for (const one of steps) take(systems, one);
        systems.comeToRest();
        for (const written of Object.values(systems.writes))
          for (const [field, times] of written)
            expect(times, field).toBeLessThanOrEqual(2 * (systems.edits.get(field) ?? 0));
      }),
      { numRuns: 2000 },
    );
  });

  it('end equal where a person answers each conflict', () => {
    fc.assert(
      fc.property(assignment, fc.array(step, { maxLength: 40 }), side, (owned, steps, answer) => {
        const systems = new TwoSystems(owned);
        for (const one of steps) take(systems, one);
        systems.comeToRest();
        systems.answer(answer);
        systems.sync();
        systems.comeToRest();
        expect(systems.differing().filter((field) => !systems.isSilent(field))).toEqual([]);
      }),
      { numRuns: 2000 },
    );
  });
});
