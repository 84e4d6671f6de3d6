import { checkMapping, type MappingRow } from '@sluice/shared/messages/check-mapping';
import { mappingKey } from '@sluice/shared/messages/mapping';
import { z } from 'zod';
import { inputText, problemOfText } from './input-text.js';

/** Whether it is a text at all is said by the rule of its column. */
const Cell = z.unknown().superRefine((cell, context) => {
  const message = typeof cell === 'string' ? problemOfText(cell) : undefined;
  if (message !== undefined) context.addIssue({ code: 'custom', message });
});

const Row = z.strictObject({
  table: inputText('is missing: the name of the table'),
  key: inputText('is missing: the code that Coupa uses'),
  value: z.record(inputText(), Cell, 'is missing: the columns of the table'),
  validFrom: z.string('must be a day such as 2026-03-31').optional(),
});

/** Every row that can be used, and every problem with its place; a key given twice for one day is a problem, whatever the values. */
export function checkMappingRows(written: readonly unknown[]): { rows: MappingRow[]; problems: string[] } {
  const rows: MappingRow[] = [];
  const problems: string[] = [];
  const seenAt = new Map<string, number>();
  for (const [index, one] of written.entries()) {
    const parsed = Row.safeParse(one);
    if (!parsed.success) {
      problems.push(...parsed.error.issues.map(({ path, message }) => at(index, path.join('.'), message)));
      continue;
    }
    const { table, key, value, validFrom } = parsed.data;
    const checked = checkMapping(table, key, value, validFrom);
    problems.push(...checked.problems.map(({ column, message }) => at(index, `${table}/${key} ${column}`, message)));
    if (!('row' in checked)) continue;
    const name = mappingKey(checked.row.table, key);
    const version = `${name} ${validFrom ?? ''}`;
    const first = seenAt.get(version);
    if (first !== undefined) problems.push(at(index, name, `was given already in rows[${first}]`));
    seenAt.set(version, first ?? index);
    rows.push(checked.row);
  }
  return { rows, problems };
}

const at = (index: number, what: string, message: string): string =>
  `rows[${index}]${what === '' ? '' : ` ${what}`}: ${message}`;
