import type { CoupaSupplier } from '@sluice/shared/coupa/supplier';
import { mappingValues } from '@sluice/shared/messages/mapping';
import { mapped, type Mappings } from '@sluice/translation/mapped';
import { map, type Translated } from '@sluice/translation/translated';
import type { z } from 'zod';

/** How suppliers of a group are made in M3. */
export interface SupplierGroup {
  /** The row's key, for people. */
  readonly name: string;
  /** The supplier that a new one is a copy of (STEM); without one it is made by AddSupplier. */
  readonly template?: string;
  /** M3's fields that Coupa does not give, by their short names. */
  readonly defaults: Readonly<Record<string, string>>;
}

/** The row of suppliers that are in no group. */
const noGroup = '(default)';

/** The group of a supplier, by a field of Coupa's; one that is named and has no row is waited for. */
export function groupOf(supplier: CoupaSupplier, path: string, mappings: Mappings): Translated<SupplierGroup> {
  const name = textAt(supplier, path.split('.')) ?? noGroup;
  return map(mapped(mappings, 'supplier-group', name), ({ template, further, ...row }) => ({
    name,
    ...(template !== undefined && { template }),
    defaults: { ...inM3(row), ...furtherIn(further) },
  }));
}

type Row = Omit<z.infer<(typeof mappingValues)['supplier-group']>, 'template' | 'further'>;

/** The column of the mapping and M3's field, where each row says what it means. */
const fields: Readonly<Record<keyof Row, string>> = {
  supplierType: 'SUTY',
  dateFormat: 'DTFM',
  orderType: 'ORTY',
  dateForTerms: 'DT4T',
  dateCode: 'DTCD',
  currency: 'CUCD',
  rateType: 'CRTP',
  approval: 'ATPR',
  paymentMethod: 'PYME',
  language: 'LNCD',
  deliveryTerms: 'TEDL',
  deliveryMethod: 'MODL',
  paymentTerms: 'TEPY',
  supplierGroup: 'SUCL',
};

/** M3's fields that a row can give without `further`. */
export const groupFields: readonly string[] = Object.values(fields);

const inM3 = (row: Row): Record<string, string> =>
  Object.fromEntries(
    Object.entries(row).flatMap(([column, value]) =>
      value === undefined ? [] : [[fields[column as keyof Row], value]],
    ),
  );

/** `RESP=ANNA;BUYE=CARL` */
const furtherIn = (written: string | undefined): Record<string, string> =>
  Object.fromEntries(
    (written ?? '').split(';').flatMap((one) => {
      const [field = '', value = ''] = one.split('=');
      return field === '' ? [] : [[field, value]];
    }),
  );

/** The text of a field, dots leading deeper. */
function textAt(value: unknown, [field, ...deeper]: readonly string[]): string | undefined {
  if (field !== undefined)
    return typeof value === 'object' && value !== null && Object.hasOwn(value, field)
      ? textAt((value as Record<string, unknown>)[field], deeper)
      : undefined;
  const text = typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';
  return text === '' ? undefined : text;
}
