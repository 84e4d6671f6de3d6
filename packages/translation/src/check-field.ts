import { type M3Field, m3Fields } from '@sluice/shared/m3/field';
import type { FieldLengths } from './field-lengths.js';
import { blanksAField, lengthOf } from './text-to-m3.js';
import { andThen, found, problem, type Translated } from './translated.js';

/** The text, or a problem when there is none. */
export const needed = <Text extends string>(where: string, text: Text | undefined): Translated<Text> =>
  text === undefined || text.trim() === '' ? problem('value-missing', `${where} is empty`) : found(text);

/** The value if M3's field takes it whole. */
export function fitting<Text extends string>(
  where: string,
  value: Text,
  field: M3Field,
  lengths: FieldLengths,
): Translated<Text> {
  const { meaning } = m3Fields[field];
  const { length, source } = lengths(field);
  if (blanksAField(value))
    return problem('unreadable', `${where}: "${value}" tells M3 to leave its ${meaning} (${field}) empty`);
  if (lengthOf(value) <= length) return found(value);
  return problem(
    'value-too-long',
    `${where}: "${value}" has ${lengthOf(value)} characters, M3's ${meaning} (${field}) takes ${length} (${source})`,
  );
}

/** Both. */
export const neededFitting = <Text extends string>(
  where: string,
  text: Text | undefined,
  field: M3Field,
  lengths: FieldLengths,
): Translated<Text> => andThen(needed(where, text), (value) => fitting(where, value, field, lengths));
