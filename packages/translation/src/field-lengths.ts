import { m3Fields, type M3Field } from '@sluice/shared/m3/field';
import type { M3Metadata } from '@sluice/shared/messages/m3-metadata';

/** How many characters a field of M3 takes, and who says so. */
export type FieldLengths = (field: M3Field) => { readonly length: number; readonly source: string };

/** Those of M3 CloudSuite, where the tenant has not told its own. */
export const defaultLengths: FieldLengths = (field) => ({
  length: m3Fields[field].length,
  source: "Sluice's list of fields; this M3 has not told its own",
});

/**
 * Those of the tenant, of a field that several transactions take the least; of one that it does not name, the default. With a
 * program, its transactions alone.
 */
export function tenantLengths(
  metadata: Pick<M3Metadata, 'transactions'> | undefined,
  program?: 'PPS370MI' | 'CRS620MI',
): FieldLengths {
  if (metadata === undefined) return defaultLengths;
  const shortest = new Map<string, { length: number; source: string }>();
  const ofProgram = Object.entries(metadata.transactions).filter(
    ([name]) => program === undefined || name.startsWith(`${program} `),
  );
  for (const [transaction, fields] of ofProgram)
    for (const [field, length] of Object.entries(fields))
      if (length < (shortest.get(field)?.length ?? Number.POSITIVE_INFINITY))
        shortest.set(field, { length, source: `this M3 says so in MRS001MI, ${transaction}` });
  return (field) => shortest.get(field) ?? defaultLengths(field);
}
