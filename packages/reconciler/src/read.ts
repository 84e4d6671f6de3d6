import { toCode } from '@sluice/shared/code-text';
import type { M3Step, M3Transaction } from '@sluice/shared/script';

/** What the other system was seen to hold: the records that one step of a command returned. */
export interface Fact {
  /** Per transaction of the step: its records. */
  readonly records: readonly (readonly Readonly<Record<string, unknown>>[])[];
  /** ISO 8601, UTC. */
  readonly readAt: string;
  readonly commandId: string;
  /** Brought by the destination's last read command and not yet decided upon: counts as fresh, whatever its age. */
  readonly justRead: boolean;
}

/** What a typed read found, and when. */
export interface Reading<Value> {
  readonly value: Value;
  /** ISO 8601, UTC. */
  readonly readAt: string;
  /** The command that brought it: readings of one command belong together. */
  readonly commandId: string;
  readonly justRead: boolean;
}

/** One question to a system: the step that asks it, and what its answer means. One definition, so that both fit. */
export interface Read<Value, Step extends { readonly id: string } = { readonly id: string }> {
  readonly step: Step;
  /** Total: whatever the system answers has a meaning. */
  readonly parse: (records: Fact['records']) => Value;
}

export type M3Read<Value> = Read<Value, M3Step>;

interface M3ReadDefinition<Value> {
  /**
   * The id of the step, and with it of the fact that it leaves. It names what is asked about (`read-supplier/Y30001`), so
   * that an answer about another thing is never taken for this one.
   */
  readonly id: string;
  readonly program: string;
  readonly transactions: readonly M3Transaction[];
  /** Error codes with which M3 says "there is no such record": no records, and no refusal. */
  readonly absentCodes?: readonly string[];
  /** So many records or more may be only the first of a list that M3 has cut: the read then fails. */
  readonly mayBeCutFrom?: number;
  /** So many records at most are asked for: a page of a long list. */
  readonly recordsMax?: number;
  /** The read is made once for each record that this earlier read returned. */
  readonly forEach?: string;
  /** Whether it may share a request with another step of the same document. Default: yes, as a read depends on none. */
  readonly independent?: boolean;
  readonly parse: (records: Fact['records']) => Value;
}

/** A read in M3: its step for a script, and its parser for the view. */
export const defineM3Read = <Value>({
  id,
  program,
  transactions,
  absentCodes,
  mayBeCutFrom,
  recordsMax,
  forEach,
  independent = true,
  parse,
}: M3ReadDefinition<Value>): M3Read<Value> => ({
  step: {
    id,
    kind: 'read',
    program,
    independent,
    ...(forEach !== undefined && { forEach }),
    ...(absentCodes !== undefined && { absentCodes: [...absentCodes] }),
    ...(mayBeCutFrom !== undefined && { mayBeCutFrom }),
    ...(recordsMax !== undefined && { recordsMax }),
    transactions: [...transactions],
  },
  parse,
});

/** A value of M3's as text: as people see it, and empty where there is none. */
export const m3Text = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' ? toCode(String(value)) : '';
