/** A field of a transaction. Length counts characters, for numbers digits. */
export interface Field {
  readonly name: string;
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

const FIELD = /^([A-Z][A-Z0-9]{3}) ([AND])(\d+)(?:\.(\d+))?$/;

function parseFields(list: string, mandatory: boolean): Field[] {
  return list
    .split(',')
    .map((text) => text.trim())
    .filter((text) => text !== '')
    .map((text) => {
      const [, name, type, length, decimals] = FIELD.exec(text) ?? [];
      if (name === undefined || (type !== 'A' && type !== 'N' && type !== 'D')) {
        throw new Error(`"${text}" declares no field.`);
      }
      return { name, type, length: Number(length), decimals: Number(decimals ?? 0), mandatory };
    });
}

const byName = (fields: readonly Field[]): Fields => new Map(fields.map((field) => [field.name, field]));

/** Reads lists such as `MSGN A15, ORQA N17.6, DWDT D10`: name, type, length and, for numbers, decimals. */
export function declareFields(declared: {
  readonly description: string;
  readonly mandatory?: string;
  readonly optional?: string;
  readonly output?: string;
}): TransactionFields {
  return {
    description: declared.description,
    input: byName([...parseFields(declared.mandatory ?? '', true), ...parseFields(declared.optional ?? '', false)]),
    output: byName(parseFields(declared.output ?? '', false)),
  };
}
