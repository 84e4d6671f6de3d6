import { declareFields, type Field, type TransactionFields } from './declare-fields.js';
import { fieldLists, type FieldsByRelease, type ProgramName, type TransactionName } from './fields/field-lists.js';
import type { M3World } from './m3-world.js';
import { findMessageText } from './message-texts.js';
import { Nok, type M3Record } from './nok.js';

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
  /** Program and transaction: `CRS620MI/AddSupplier`. */
  readonly path: string;
  readonly fields: FieldsByRelease;
  readonly run: Behaviour;
}

/** Infor documents it for purchase order batch entry. */
export const BLANK_MARK = '?';

export interface Program {
  readonly name: string;
  readonly description: string;
  /** Text that empties an optional input field. */
  readonly blankMark?: string;
  readonly transactions: ReadonlyMap<string, Transaction>;
}

/** The fields that the transaction has in this tenant's release; undefined where the tenant lacks it. */
export function fieldsOf({ path, fields }: Transaction, { settings }: M3World): TransactionFields | undefined {
  const found = settings.olderRelease ? fields.older : fields.newer;
  if (!found || settings.lackingPrograms.includes(path)) return undefined;
  const isRequired = (name: string): boolean => settings.requiredInputs.includes(`${path}/${name}`);
  if (![...found.input.keys()].some(isRequired)) return found;
  const input = [...found.input].map(([name, field]): [string, Field] => [
    name,
    { ...field, mandatory: field.mandatory || isRequired(name) },
  ]);
  return { ...found, input: new Map(input) };
}

const messageTextFields = declareFields({
  description: 'Get message text',
  input: { MSID: 'A7! Message ID', LNCD: 'A2 Language' },
  output: { MSID: 'A7 Message ID', MSGD: 'A78 Message data' },
});

/** Every program has it: M3's words for a message, in the language asked for, else in the user's. */
const getMessageText = (program: string): Transaction => ({
  path: `${program}/GetMessageText`,
  fields: { newer: messageTextFields, older: messageTextFields },
  run: ({ record: { MSID = '', LNCD } }, m3) => {
    const text = findMessageText(MSID, LNCD ?? m3.master.user()['LANC'] ?? '');
    if (text === undefined) throw new Nok({ code: 'XRE0103', field: 'MSID', text: `Message ${MSID} does not exist` });
    return [{ MSID, MSGD: text }];
  },
});

/** Joins a program's field lists with what its transactions do; the compiler sees to it that none is without. */
export function defineProgram<Name extends ProgramName>(
  name: Name,
  behaviours: Readonly<Record<TransactionName<Name>, Behaviour>>,
  options: { readonly blankMark?: string } = {},
): Program {
  const { description, transactions } = fieldLists(name);
  const names = Object.keys(transactions) as TransactionName<Name>[];
  const own = names.map((one): [string, Transaction] => [
    one,
    { path: `${name}/${one}`, fields: transactions[one], run: behaviours[one] },
  ]);
  const all = new Map([...own, ['GetMessageText', getMessageText(name)]]);
  return { name, description, ...options, transactions: all };
}
