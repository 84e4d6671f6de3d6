import { m3Text, type Fact } from '@sluice/reconciler/read';
import type { Database } from '@sluice/runtime/postgres/database';
import { CoupaSupplier } from '@sluice/shared/coupa/supplier';
import type { FailureCode } from '@sluice/shared/failure-codes';
import type { RecordStatus } from '@sluice/shared/status';

interface Described {
  readonly name: string;
  readonly taxId?: string;
  readonly town?: string;
  readonly postalCode?: string;
  readonly country?: string;
}

export interface UnlinkedOfCoupa extends Described {
  readonly id: string;
  readonly number?: string;
  readonly accountNumber?: string;
}

export interface UnlinkedOfM3 extends Described {
  readonly company: string;
  readonly number: string;
}

export interface UnlinkedPage {
  readonly coupa: readonly UnlinkedOfCoupa[];
  readonly m3: readonly UnlinkedOfM3[];
  /** Where the next page begins; absent after the last. */
  readonly next?: string;
}

const pageSize = 2_000;

/**
 * Suppliers of Coupa that are linked to none of M3’s, and then those of M3 that are linked to none of Coupa’s, as far as
 * Sluice has read them; page by page. Those that need no link are left out: not in use, or excluded by rule.
 */
export async function listUnlinked(database: Pick<Database, 'query'>, after = 'supplier/'): Promise<UnlinkedPage> {
  const slash = after.indexOf('/');
  const lastId = after.slice(slash + 1);
  if (after.slice(0, slash) === 'supplier') {
    const rows = await listOfCoupa(database, lastId);
    const last = rows.at(-1);
    const next = rows.length < pageSize || last === undefined ? 'm3-supplier/' : `supplier/${last.id}`;
    return { coupa: rows.flatMap(({ id, desired }) => describeCoupa(id, desired)), m3: [], next };
  }
  const rows = await listOfM3(database, lastId);
  const last = rows.at(-1);
  return {
    coupa: [],
    m3: rows.flatMap(({ id, records }) => describeM3(id, records)),
    ...(rows.length === pageSize && last !== undefined && { next: `m3-supplier/${last.id}` }),
  };
}

/** The links that hold, as the linked suppliers tell them. */
const links = `FROM replica WHERE topic = 'xref.m3-supplier.v1' AND value -> 'removed' IS NULL`;
const ignored: RecordStatus = 'Ignored';

const listOfCoupa = (
  database: Pick<Database, 'query'>,
  after: string,
): Promise<{ readonly id: string; readonly desired: unknown }[]> =>
  database.query(
    `SELECT id, desired FROM document
     WHERE type = 'supplier' AND id > $1 AND desired IS NOT NULL AND NOT removed AND ignored IS NULL
       AND id NOT IN (SELECT value ->> 'supplierId' ${links})
       AND NOT coalesce((SELECT bool_and(status = $2) FROM destination
         WHERE destination.type = document.type AND destination.id = document.id AND status IS NOT NULL), false)
     ORDER BY id LIMIT $3`,
    [after, ignored, pageSize],
  );

/** Nobody needs to link these. */
const needNoLink: readonly FailureCode[] = [
  'excluded-by-rule',
  'status-not-relevant',
  'supplier-linked',
  'supplier-not-in-m3',
];

const listOfM3 = (
  database: Pick<Database, 'query'>,
  after: string,
): Promise<{ readonly id: string; readonly records: Fact['records'][] }[]> =>
  database.query(
    `SELECT document.id, jsonb_agg(fact.records ORDER BY fact.step) AS records
     FROM document JOIN fact ON fact.type = document.type AND fact.id = document.id
     WHERE document.type = 'm3-supplier' AND document.id > $1 AND ignored IS NULL
       AND NOT EXISTS (SELECT ${links} AND key = document.id)
       AND NOT EXISTS (SELECT FROM destination
         WHERE destination.type = document.type AND destination.id = document.id AND reason ->> 'code' = ANY($2))
     GROUP BY document.id ORDER BY document.id LIMIT $3`,
    [after, needNoLink, pageSize],
  );

/** One that cannot be read says so on its own record. */
function describeCoupa(id: string, desired: unknown): UnlinkedOfCoupa[] {
  const { data: supplier } = CoupaSupplier.safeParse(desired);
  if (supplier === undefined) return [];
  const address = supplier['primary-address'];
  return [
    {
      id,
      name: supplier.name,
      ...filled({
        number: supplier.number,
        accountNumber: supplier['account-number'],
        taxId: supplier['tax-id'] ?? address?.['vat-number'],
        town: address?.city,
        postalCode: address?.['postal-code'],
        country: address?.country?.code,
      }),
    },
  ];
}

/** M3 has a supplier in two kinds of record: its own (SUNM, VRNO), and its addresses (ADTE, TOWN, PONO). */
function describeM3(id: string, facts: readonly Fact['records'][]): UnlinkedOfM3[] {
  const records = facts.flat(2);
  const own = records.find((record) => record['STAT'] !== undefined);
  if (own === undefined) return [];
  const address = records.find((record) => record['ADTE'] !== undefined);
  const text = (field: string): string => m3Text(own[field]);
  const slash = id.indexOf('/');
  return [
    {
      company: id.slice(0, slash),
      number: id.slice(slash + 1),
      name: text('SUNM'),
      ...filled({
        taxId: text('VRNO') || text('TINO') || text('CORG'),
        town: address && m3Text(address['TOWN']),
        postalCode: address && m3Text(address['PONO']),
        country: text('CSCD'),
      }),
    },
  ];
}

/** Without what is empty. */
const filled = <Name extends string>(fields: Readonly<Record<Name, string | undefined>>): { [Of in Name]?: string } =>
  Object.fromEntries(
    Object.entries<string | undefined>(fields).filter(([, text]) => text !== undefined && text !== ''),
  ) as { [Of in Name]?: string };
