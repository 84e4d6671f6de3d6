import { declareFields, type DeclaredFields, type TransactionFields } from '../declare-fields.js';
import lists from './field-lists.json' with { type: 'json' };
import olderRelease from './older-release.json' with { type: 'json' };

type Lists = typeof lists;
export type ProgramName = keyof Lists;
export type TransactionName<Name extends ProgramName> = keyof Lists[Name]['transactions'] & string;

/** A transaction's fields by the release of the tenant. One that a release lacks has none. */
export interface FieldsByRelease {
  readonly newer: TransactionFields;
  readonly older: TransactionFields | undefined;
}

interface DeclaredProgram {
  readonly description: string;
  readonly transactions: Readonly<
    Record<string, { readonly description: string; readonly input: DeclaredFields; readonly output: DeclaredFields }>
  >;
}

/** null: the older release has no such transaction, or no such field. */
type Difference = Readonly<Record<string, string | null>>;
type ProgramDifference = Readonly<Record<string, { readonly input?: Difference; readonly output?: Difference } | null>>;

function differ(fields: DeclaredFields, difference: Difference = {}): DeclaredFields {
  const merged = Object.entries({ ...fields, ...difference });
  return Object.fromEntries(merged.flatMap(([name, text]) => (text === null ? [] : [[name, text]])));
}

function byRelease(declared: DeclaredProgram, differences: ProgramDifference): Record<string, FieldsByRelease> {
  return Object.fromEntries(
    Object.entries(declared.transactions).map(([name, one]): [string, FieldsByRelease] => {
      const difference = differences[name];
      const older =
        difference === null
          ? undefined
          : declareFields({
              description: one.description,
              input: differ(one.input, difference?.input),
              output: differ(one.output, difference?.output),
            });
      return [name, { newer: declareFields(one), older }];
    }),
  );
}

/**
 * The programs that this M3 has, with the fields of each transaction. `field-lists.json` is what the REST API of a
 * multi-tenant installation said of itself in 2020: names, lengths, what is mandatory. `older-release.json` says where an
 * older installation on premises differs. Types and decimals are in neither description: they follow M3's conventions.
 */
export function fieldLists<Name extends ProgramName>(
  name: Name,
): {
  readonly description: string;
  readonly transactions: Readonly<Record<TransactionName<Name>, FieldsByRelease>>;
} {
  const declared: DeclaredProgram = lists[name];
  const differences = (olderRelease as Readonly<Record<string, ProgramDifference>>)[name] ?? {};
  return {
    description: declared.description,
    transactions: byRelease(declared, differences) as Record<TransactionName<Name>, FieldsByRelease>,
  };
}
