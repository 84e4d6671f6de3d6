import type { Match } from '../protocol.js';
import type { ReturnedRecord } from '@sluice/shared/http/classified';

/** The records that carry all values of `match`, compared as trimmed text; without `match` all of them. */
export const recordsThatMatch = (records: readonly ReturnedRecord[], match?: Match): ReturnedRecord[] =>
  records.filter((record) =>
    Object.entries(match ?? {}).every(([field, wanted]) => textOf(record[field]) === wanted.trim()),
  );

const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? String(value).trim()
    : undefined;
