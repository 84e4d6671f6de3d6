import { defineM3Read, m3Text, type M3Read } from '@sluice/reconciler/read';
import { absentCodes } from '@sluice/shared/m3/field';
import type { M3Metadata } from '@sluice/shared/messages/m3-metadata';

/** Those that are told something of an order or a supplier, and those that not every tenant has. */
const transactions = [
  ...['AddHead', 'AddAddress', 'AddLine', 'AddAccString', 'AddText', 'GetBatchHead', 'LstBatchLine'].map(
    of('PPS370MI'),
  ),
  ...['AddSupplier', 'CopyTemplate', 'UpdSupplier', 'AddAddress', 'UpdAddress'].map(of('CRS620MI')),
  ...['AddSupplierRef', 'UpdSupplierRef', 'SearchSupplier'].map(of('CRS620MI')),
];

function of(program: string): (transaction: string) => { readonly program: string; readonly transaction: string } {
  return (transaction) => ({ program, transaction });
}

export type FieldsOfTenant = Pick<M3Metadata, 'transactions'> & {
  readonly mandatory: NonNullable<M3Metadata['mandatory']>;
};

/**
 * What the tenant's own list of fields says of each. One that M3 does not know is absent; of one whose list may have been
 * cut, the fields that came are known.
 */
export const readMetadata: M3Read<FieldsOfTenant> = defineM3Read({
  id: 'read-fields',
  program: 'MRS001MI',
  absentCodes: absentCodes.transaction,
  transactions: transactions.map(({ program, transaction }) => ({
    transaction: 'LstFields',
    record: { MINM: program, TRNM: transaction, TRTP: 'I' },
    returns: ['FLNM', 'LENG', 'MAND'],
  })),
  parse: (records) => {
    const known = transactions.flatMap(({ program, transaction }, index) => {
      const fields = (records[index] ?? []).map(fieldIn).filter(({ length }) => length > 0);
      return fields.length === 0 ? [] : [{ name: `${program} ${transaction}`, fields }];
    });
    return {
      transactions: Object.fromEntries(
        known.map(({ name, fields }) => [name, Object.fromEntries(fields.map((field) => [field.name, field.length]))]),
      ),
      mandatory: Object.fromEntries(
        known.map(({ name, fields }) => [name, fields.filter((field) => field.isMandatory).map((field) => field.name)]),
      ),
    };
  },
});

function fieldIn({ FLNM, LENG, MAND }: Readonly<Record<string, unknown>>) {
  const length = Number(m3Text(LENG));
  const name = m3Text(FLNM);
  return { name, length: name !== '' && Number.isInteger(length) ? length : 0, isMandatory: m3Text(MAND) === '1' };
}
