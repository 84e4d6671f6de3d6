import { InvalidArgumentError } from 'commander';
import { parseDocumentKey, type DocumentRef } from '@sluice/shared/document';
import { ownedTypes } from '@sluice/shared/document-types';
import { readMoment } from '@sluice/shared/moment';

/** One of a closed list, in whatever case it is typed. */
export const anyCaseOf =
  (choices: readonly string[]) =>
  (written: string): string => {
    const found = choices.find((choice) => choice.toLowerCase() === written.toLowerCase());
    if (found !== undefined) return found;
    throw new InvalidArgumentError(`Allowed choices are ${choices.join(', ')}.`);
  };

export function documentOf(written: string): DocumentRef {
  const document = parseDocumentKey(written);
  if (document !== undefined) return document;
  throw new InvalidArgumentError(`Write <type>/<id>, where type is one of ${ownedTypes.join(', ')}.`);
}

/** A document by its key, or a bare number, whose document is looked up later. */
export const writtenOf = (written: string): DocumentRef | string =>
  written !== '' && !written.includes('/') ? written : documentOf(written);

export function countOf(written: string): number {
  const count = Number(written);
  if (Number.isInteger(count) && count > 0 && count <= 100_000) return count;
  throw new InvalidArgumentError('It must be a whole number from 1 to 100000.');
}

/** A day, or a moment with its time zone; a day begins in UTC, as all times are printed. */
export function momentOf(written: string): string {
  const moment = readMoment(written);
  if (moment !== undefined) return moment.toISOString();
  throw new InvalidArgumentError('Write a day such as 2026-03-09, or a moment such as 2026-03-09T17:00:00Z.');
}
