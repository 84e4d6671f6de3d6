import { type M3Field, m3Fields } from '@sluice/shared/m3/field';
import { lengthOf } from './text-to-m3.js';
import { andThen, found, problem, type Translated } from './translated.js';

/** The text, or a problem when there is none. */
export const needed = <Text extends string>(where: string, text: Text | undefined): Translated<Text> =>
  text === undefined || text.trim() === '' ? problem('value-missing', `${where} is empty`) : found(text);

/** The value if M3's field takes it whole. */
export function fitting<Text extends string>(where: string, value: Text, field: M3Field): Translated<Text> {
  const { length, meaning } = m3Fields[field];
  if (lengthOf(value) <= length) return found(value);
  return problem(
    'value-too-long',
    `${where}: "${value}" has ${lengthOf(value)} characters, M3's ${meaning} (${field}) takes ${length}`,
  );
}

/** Both. */
export const neededFitting = <Text extends string>(
  where: string,
  text: Text | undefined,
  field: M3Field,
): Translated<Text> => andThen(needed(where, text), (value) => fitting(where, value, field));
