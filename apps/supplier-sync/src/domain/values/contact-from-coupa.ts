import type { CoupaSupplier, CoupaSupplierContact } from '@sluice/shared/coupa/supplier';
import { m3Fields } from '@sluice/shared/m3/field';
import { fitting } from '@sluice/translation/check-field';
import type { FieldLengths } from '@sluice/translation/field-lengths';
import { asText, inLinesOf, lengthOf, onOneLine } from '@sluice/translation/text-to-m3';
import { combine, found, map, problem, type Problem, type Translated } from '@sluice/translation/translated';
import { emptied, leftOut, part, type Part, type PartContext } from './part.js';

const where = 'primary-contact';

/** The person whom Coupa names, as M3's reference: who it is, mail and telephone. */
export function contactFromCoupa(supplier: CoupaSupplier, context: PartContext): Translated<Part> {
  const { [where]: contact = {}, 'po-email': orderEmail } = supplier;
  const { lengths } = context;
  const written = onOneLine(
    [contact['name-given'], contact['name-family']].map((name) => name?.trim() ?? '').join(' '),
  );
  const email = onOneLine(contact.email ?? orderEmail ?? '');
  const phone = phoneOf(contact, lengths);
  if (written === '') return found(part({}, nameless(email, phone)));
  const parts = combine({
    name: nameFrom(written, context),
    email: fitting(`${where}.email`, email, 'EMAL', lengths),
  });
  return map(parts, ({ name: { text, remarks }, email: told }) =>
    part({ contact: { name: text, email: told, phone: phone.text } }, remarks),
  );
}

/** PHNO of the supplier itself. */
export function phoneFromCoupa({ [where]: contact = {} }: CoupaSupplier, { lengths, agreed }: PartContext): Part {
  const { text, remarks } = phoneOf(contact, lengths);
  if (text === '' && remarks.length === 0) return part(emptied('phone', agreed));
  return part(text === '' ? {} : { phone: text }, remarks);
}

/** M3 keeps no reference without a name (YRE1). */
const nameless = (email: string, phone: Remarked): readonly Problem[] =>
  email === '' && phone.text === ''
    ? []
    : [
        {
          code: 'value-left-out',
          message: `${where} has no name, without which M3 keeps no contact; it is not told to M3`,
        },
      ];

interface Remarked {
  readonly text: string;
  readonly remarks: readonly Problem[];
}

/** What holds for the name of a supplier that is too long holds for a person's. */
function nameFrom(written: string, { lengths, settings }: PartContext): Translated<Remarked> {
  const { length, source } = lengths('YRE1');
  const whole = asText(written, length);
  if (lengthOf(whole) <= length) return found({ text: whole, remarks: [] });
  const tooLong = `${where}: the name "${whole}" has ${lengthOf(whole)} characters, M3's ${m3Fields.YRE1.meaning} (YRE1) takes ${length} (${source})`;
  if (settings.longNames === 'refuse') return problem('value-too-long', tooLong);
  const [text = ''] = inLinesOf(length, whole);
  return found({ text, remarks: [{ code: 'name-shortened', message: `${tooLong}; it is "${text}" there` }] });
}

/** One text, as country, area and number; without the blanks where M3's field would not take it with them. */
function phoneOf({ 'phone-work': phone }: CoupaSupplierContact, lengths: FieldLengths): Remarked {
  const written = phone === undefined || typeof phone === 'string' ? onOneLine(phone ?? '') : inOneText(phone);
  const { length } = lengths('PHNO');
  const whole = asText(written, length);
  const text = [whole, whole.replaceAll(/[\s()./]/g, '')].find((one) => lengthOf(one) <= length);
  if (text !== undefined) return { text, remarks: [] };
  const remark = leftOut(`${where}.phone-work`, whole, 'PHNO', lengths);
  return { text: '', remarks: remark === undefined ? [] : [remark] };
}

/** Coupa's telephone number in parts, each a text or a number; one that begins with a plus is whole. */
function inOneText(phone: Readonly<Record<string, unknown>>): string {
  const [country, area, number, extension] = ['country-code', 'area-code', 'number', 'extension'].map((name) => {
    const value = phone[name];
    return typeof value === 'string' || typeof value === 'number' ? onOneLine(String(value)) : '';
  });
  if (number === undefined || number === '') return '';
  const before = number.startsWith('+') ? [] : [/^\d/.test(country ?? '') ? `+${country}` : country, area];
  const whole = [...before, number].filter((one) => one !== undefined && one !== '').join(' ');
  return extension === undefined || extension === '' ? whole : `${whole}-${extension}`;
}
