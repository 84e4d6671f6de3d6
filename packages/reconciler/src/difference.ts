import { equalTargets } from './canonical-form.js';

/** One difference between two states of a document, as data: it is formatted where a person reads it. */
export interface Difference {
  /** The number of the line; absent for the head of the document. */
  readonly line?: number;
  readonly field: string;
  /** Absent where nothing was, or is to be, there. */
  readonly before?: unknown;
  readonly after?: unknown;
}

/** The fields in which two objects differ, in the order of the first. */
export function differingFields<Held extends object>(
  before: Partial<Held>,
  after: Partial<Held>,
  line?: number,
): Difference[] {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]) as Set<keyof Held & string>;
  return [...names]
    .filter((name) => !equalTargets(before[name], after[name]))
    .map((field) => ({
      ...(line !== undefined && { line }),
      field,
      ...(before[field] !== undefined && { before: before[field] }),
      ...(after[field] !== undefined && { after: after[field] }),
    }));
}

/** Where a difference is: `line 3, quantity`. */
export const placeOf = ({ line, field }: Pick<Difference, 'line' | 'field'>): string =>
  `${line === undefined ? 'order' : `line ${line}`}, ${field}`;

/** A value as people read it. */
export const written = (value: unknown): string => {
  if (value === undefined || value === '') return 'nothing';
  return typeof value === 'string' || typeof value === 'number' ? `${value}` : JSON.stringify(value);
};
