/** A field of a transaction. Length counts characters, for numbers digits. */
export interface Field {
  readonly name: string;
  /** What M3 calls it; the name where nothing is known. */
  readonly label: string;
  /** Text, number or date. */
  readonly type: 'A' | 'N' | 'D';
  readonly length: number;
  readonly decimals: number;
  readonly mandatory: boolean;
}

export type Fields = ReadonlyMap<string, Field>;

export interface TransactionFields {
  readonly description: string;
  readonly input: Fields;
  readonly output: Fields;
}

/** Field name to its declaration. */
export type DeclaredFields = Readonly<Record<string, string>>;

export interface DeclaredTransaction {
  readonly description: string;
  readonly input?: DeclaredFields;
  readonly output?: DeclaredFields;
}

const NAME = /^[A-Z][A-Z0-9]{3}$/;
const DECLARATION = /^([AND])(\d+)(?:\.(\d+))?(!?)(?: (.+))?$/;

function declareField(name: string, declared: string): Field {
  const [, type, length, decimals, mark, label] = DECLARATION.exec(declared) ?? [];
  if (!NAME.test(name) || (type !== 'A' && type !== 'N' && type !== 'D')) {
    throw new Error(`"${name}": "${declared}" declares no field.`);
  }
  return {
    name,
    label: label ?? name,
    type,
    length: Number(length),
    decimals: Number(decimals ?? 0),
    mandatory: mark === '!',
  };
}

const declareAll = (declared: DeclaredFields = {}): Fields =>
  new Map(Object.entries(declared).map(([name, text]) => [name, declareField(name, text)]));

/**
 * Reads lists such as `{ MSGN: 'A15! Message number', ORQA: 'N17.6 Ordered quantity' }`: the type (text, number, date), the
 * length, for numbers the decimals, an exclamation mark for what must be given, and M3's name of the field.
 */
export const declareFields = ({ description, input, output }: DeclaredTransaction): TransactionFields => ({
  description,
  input: declareAll(input),
  output: declareAll(output),
});
