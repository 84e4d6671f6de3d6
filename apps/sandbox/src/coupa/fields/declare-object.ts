/** What a field of a Coupa object holds. Objects of kinds that are not declared here are taken as they come. */
export type FieldKind =
  | { readonly kind: 'integer' | 'boolean' | 'time' | 'any' }
  | { readonly kind: 'text'; readonly length: number; readonly values?: readonly string[] }
  | { readonly kind: 'decimal'; readonly digits: number; readonly decimals: number }
  | { readonly kind: 'object' | 'list'; readonly of: string };

export type ObjectFields = ReadonlyMap<string, FieldKind>;

function parseKind(text: string): FieldKind {
  const [word = '', detail = ''] = text.split(' ');
  switch (word) {
    case 'integer':
    case 'boolean':
    case 'time':
    case 'any':
      return { kind: word };
    case 'text':
      return { kind: 'text', length: Number(detail) };
    case 'one':
      return { kind: 'text', length: 255, values: detail.split('|') };
    case 'decimal': {
      const [digits, decimals] = detail.split(',').map(Number);
      return { kind: 'decimal', digits: digits ?? 0, decimals: decimals ?? 0 };
    }
    case 'object':
    case 'list':
      return { kind: word, of: detail };
    default:
      throw new Error(`"${text}" is no kind of field.`);
  }
}

/**
 * Reads a table such as `{ id: 'integer', 'po-number': 'text 20', direction: 'one to_coupa|from_coupa', price: 'decimal 30,6',
 * uom: 'object uom' }`.
 */
export const declareObject = (fields: Readonly<Record<string, string>>): ObjectFields =>
  new Map(Object.entries(fields).map(([name, kind]) => [name, parseKind(kind)]));
