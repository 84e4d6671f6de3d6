import type { Field, Fields } from './declare-fields.js';
import { Nok, type M3Record } from './nok.js';

const NUMBER = /^-?\d+(?:\.(\d+))?$/;
const DATE = /^(\d{4})(\d{2})(\d{2})$/;

export function isDate(text: string): boolean {
  const [, year, month, day] = DATE.exec(text) ?? [];
  if (year === undefined) return false;
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  return date.getUTCMonth() === Number(month) - 1 && date.getUTCDate() === Number(day);
}

function checkValue(field: Field, value: string): void {
  const length = field.type === 'N' ? value.replaceAll(/[-.]/g, '').length : value.length;
  if (length > field.length) {
    const text = `${field.name} takes ${field.length} characters, ${length} were sent`;
    throw new Nok({ code: '', field: field.name, text }, 'InputFieldTooLong');
  }
  if (field.type === 'N') {
    const match = NUMBER.exec(value);
    if (!match || (match[1] ?? '').replace(/0+$/, '').length > field.decimals) {
      const text = `${field.name}: ${value} is no number with at most ${field.decimals} decimals`;
      throw new Nok({ code: 'XNU0000', field: field.name, text });
    }
  }
  if (field.type === 'D' && !isDate(value)) {
    throw new Nok({
      code: 'XDT0001',
      field: field.name,
      text: `${field.name}: ${value} is no date of the form yyyyMMdd`,
    });
  }
}

/**
 * Holds a record against the fields of its transaction: known names, lengths, numbers with a decimal point, dates as
 * yyyyMMdd, and everything mandatory there. Nothing is cut and nothing converted. Answers the record without blanks.
 *
 * @param blankMark text that stands for "empty" in an optional field: `?` in purchase order batch entry (Infor documents
 *   it there only).
 * @throws {Nok} for the first field that is wrong
 */
export function checkRecord(fields: Fields, record: M3Record, blankMark?: string): M3Record {
  const checked: Record<string, string> = {};
  for (const [name, sent] of Object.entries(record)) {
    const field = fields.get(name);
    if (!field) throw new Nok({ code: '', field: name, text: `There is no input field ${name}` }, 'InputFieldNotFound');
    const value = sent.trimEnd();
    if (value === '') continue;
    if (value === blankMark && !field.mandatory) {
      checked[name] = '';
      continue;
    }
    checkValue(field, value);
    checked[name] = value;
  }
  for (const field of fields.values()) {
    if (field.mandatory && !checked[field.name]) {
      const words = { code: '', field: field.name, text: `${field.name} must be entered` };
      throw new Nok(words, 'MandatoryInputFieldNotFound');
    }
  }
  return checked;
}
