import { Mapping } from '@sluice/shared/messages/mapping';
import { daysOf, type Mappings } from '../src/mapped.js';

type Values = Readonly<Record<string, string>>;

/** A row by its name, `<table>/<key>`, and what it says: always, or in versions. */
export type Rows = Readonly<
  Record<string, Values | readonly { readonly validFrom?: string; readonly value: Values }[]>
>;

/** Mapping tables with these rows, as a document of the first of March sees them on the tenth. */
export function mappingsOf(rows: Rows): Mappings {
  return {
    lookup: (topic, key) => {
      const said = rows[key];
      if (said === undefined) return { ref: { topic, key, sequence: 0 } };
      const [table, ...rest] = key.split('/');
      const value = Mapping.parse({
        table,
        key: rest.join('/'),
        ...(Array.isArray(said) ? { value: {}, versions: said } : { value: said }),
        updatedAt: '2026-01-01T00:00:00Z',
        updatedBy: 'test',
      });
      return { ref: { topic, key, sequence: 4 }, value };
    },
    days: daysOf('2026-03-01T09:00:00-08:00', '2026-03-10T08:00:00.000Z', 'Europe/Brussels'),
  };
}

/** The names of the rows that are waited for. */
export const missingIn = (translated: object): string[] =>
  'findings' in translated
    ? (translated.findings as { missing: readonly { ref: { key: string } }[] }).missing.map(({ ref }) => ref.key)
    : [];
