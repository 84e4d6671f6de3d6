import { Decimal } from 'decimal.js';
import { formatDate, type DateFormat } from './date-format.js';
import type { Field, Fields } from './declare-fields.js';
import type { M3Record } from './nok.js';

export interface OutputOptions {
  readonly selectedColumns?: readonly string[];
  readonly excludeEmptyValues: boolean;
  readonly rightTrim: boolean;
  readonly dateFormat: DateFormat;
}

function formatValue(field: Field, value: string, dateFormat: DateFormat): string {
  if (field.type === 'D') return formatDate(value, dateFormat);
  // A record has fixed positions: what M3 holds may be longer than what this transaction tells of it.
  if (field.type === 'A') return value.slice(0, field.length);
  if (field.type !== 'N' || value === '') return value;
  return new Decimal(value).toFixed(field.decimals);
}

/**
 * The record as M3 sends it: the transaction's output fields (or the columns asked for), texts as long as their field is, numbers with all the decimals of
 * their field, values padded with blanks to the field's length unless they are trimmed.
 */
export function formatRecord(fields: Fields, record: M3Record, options: OutputOptions): M3Record {
  const formatted: Record<string, string> = {};
  for (const field of fields.values()) {
    if (options.selectedColumns?.length && !options.selectedColumns.includes(field.name)) continue;
    const value = formatValue(field, record[field.name] ?? (field.type === 'N' ? '0' : ''), options.dateFormat);
    const isEmpty = value === '' || (field.type === 'N' && Number(value) === 0);
    if (options.excludeEmptyValues && isEmpty) continue;
    formatted[field.name] = options.rightTrim ? value : value.padEnd(field.length);
  }
  return formatted;
}
