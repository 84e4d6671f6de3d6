import type { MappingRow } from '@sluice/shared/messages/check-mapping';
import { mappingKey, mappingOn, type MappingVersion } from '@sluice/shared/messages/mapping';

export type RowResult = 'created' | 'changed' | 'unchanged';

/** A row as it was written, and what it does to what is held. */
export type MergedRow = MappingRow & {
  readonly result: RowResult;
  /** What it said from that day on until now, where that changes. */
  readonly before?: MappingVersion['value'];
};

export interface MergedMappings {
  /** In the order given. */
  readonly rows: readonly MergedRow[];
  /** The versions of each key that has a row that is not `unchanged`, by `<table>/<key>`; the oldest first. */
  readonly versions: ReadonlyMap<string, readonly MappingVersion[]>;
}

/** Each row is one version of its key; the key's other versions stay as they are. */
export function mergeMappingRows(
  rows: readonly MappingRow[],
  held: ReadonlyMap<string, readonly MappingVersion[]>,
): MergedMappings {
  const versions = new Map<string, readonly MappingVersion[]>();
  const merged = rows.map((row): MergedRow => {
    const key = mappingKey(row.table, row.key);
    const known = versions.get(key) ?? held.get(key) ?? [];
    const before = known.find(({ validFrom }) => validFrom === row.validFrom)?.value;
    if (before !== undefined && isSame(before, row.value)) return { ...row, result: 'unchanged' };
    versions.set(key, withVersion(known, row));
    return before === undefined ? { ...row, result: 'created' } : { ...row, result: 'changed', before };
  });
  return { rows: merged, versions };
}

function isSame(left: MappingVersion['value'], right: MappingVersion['value']): boolean {
  const columns = Object.keys(left);
  return columns.length === Object.keys(right).length && columns.every((column) => left[column] === right[column]);
}

function withVersion(known: readonly MappingVersion[], { value, validFrom }: MappingRow): MappingVersion[] {
  const others = known.filter((version) => version.validFrom !== validFrom);
  const version = validFrom === undefined ? { value } : { validFrom, value };
  return [...others, version].toSorted((left, right) => (dayOf(left) < dayOf(right) ? -1 : 1));
}

/** What has always been so comes before every day. */
const dayOf = ({ validFrom = '' }: MappingVersion): string => validFrom;

/** What the key says on a day; before the first day of all, what it will say then. */
export const valueOn = (versions: readonly MappingVersion[], day: string): MappingVersion['value'] => {
  const first = versions[0]?.value ?? {};
  return mappingOn({ value: first, versions: [...versions] }, day) ?? first;
};

/** Documents go on waiting for a key whose first day is still to come. */
export const hasBegun = (versions: readonly MappingVersion[], day: string): boolean =>
  mappingOn({ value: {}, versions: [...versions] }, day) !== undefined;
