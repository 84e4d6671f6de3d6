import type { TransactionFields } from './declare-fields.js';
import type { M3World } from './m3-world.js';
import type { M3Record } from './nok.js';

/** One transaction call, after the field rules were kept. */
export interface Call {
  readonly cono: number;
  /** Blank means company level. */
  readonly divi: string;
  readonly record: M3Record;
}

/** What a transaction does. Throws `Nok` to refuse; answers the records it returns. */
export type Behaviour = (call: Call, m3: M3World) => readonly M3Record[];

export interface Transaction {
  readonly fields: TransactionFields;
  readonly run: Behaviour;
}

export interface Program {
  readonly name: string;
  readonly description: string;
  /** Text that empties an optional input field. */
  readonly blankMark?: string;
  readonly transactions: ReadonlyMap<string, Transaction>;
}

/** Joins the fields of a program's transactions with what these do; the compiler sees to it that none is without. */
export function defineProgram<Name extends string>(
  head: { readonly name: string; readonly description: string; readonly blankMark?: string },
  fields: Readonly<Record<Name, TransactionFields>>,
  behaviours: Readonly<Record<Name, Behaviour>>,
): Program {
  const names = Object.keys(fields) as Name[];
  return {
    ...head,
    transactions: new Map(names.map((name) => [name, { fields: fields[name], run: behaviours[name] }])),
  };
}
