import type { M3World } from '../m3/m3-world.js';
import { SUPPLIER_STATUSES } from '../m3/suppliers/write-supplier.js';
import { bankAccountsOf } from '../m3/suppliers/show-supplier.js';
import type { Supplier } from '../m3/suppliers/supplier.js';
import type { M3Step } from './calls-by-document.js';
import { editForm } from './edit-form.js';
import { html, type Html } from './html.js';
import { innerTable } from './inner-table.js';
import { showSteps } from './m3-steps.js';
import { mark, type Standing } from './mark.js';
import { maskAccounts } from './mask-accounts.js';
import type { Row } from './row-list.js';
import { shortTime } from './short-time.js';

interface View {
  readonly m3: M3World;
  readonly steps: ReadonlyMap<string, readonly M3Step[]>;
  /** Goes with each form. */
  readonly token: string;
  readonly now: Date;
}

const standings: Readonly<Record<string, readonly [Standing, string]>> = {
  '10': ['open', 'preliminary'],
  '20': ['good', 'definite'],
  '90': ['bad', 'blocked'],
};

const changedAtMs = ({ fields }: Supplier): number => Number(fields['LMTS']);

export const suppliersNewestFirst = ({ master }: M3World): Supplier[] =>
  master.suppliers.all().toSorted((a, b) => changedAtMs(b) - changedAtMs(a));

const EDITED = ['SUNM', 'TEPY', 'STAT'];

const supplierForm = ({ cono, SUNO, fields }: Supplier, token: string): Html =>
  editForm({
    id: `edit-m3-supplier-${cono}-${SUNO}`,
    action: `/page/m3-suppliers/${cono}/${encodeURIComponent(SUNO)}`,
    token,
    fields: [
      { name: 'SUNM', label: 'Name', value: fields['SUNM'] ?? '' },
      { name: 'TEPY', label: 'Terms', value: fields['TEPY'] ?? '' },
      { name: 'STAT', label: 'Status', value: fields['STAT'] ?? '', options: SUPPLIER_STATUSES },
    ],
  });

/** What a sent form changes of the supplier. */
export const readM3SupplierForm = (form: URLSearchParams): Record<string, string> =>
  Object.fromEntries(EDITED.map((name) => [name, (form.get(name) ?? '').trim()]));

function showBankAccounts(m3: M3World, supplier: Supplier): Html {
  const columns = ['DIVI', 'BKID', 'STAT', 'CBPY', 'CUCD', 'BKNO', 'BANA', 'IBAN'];
  const rows = bankAccountsOf(m3, supplier).map(maskAccounts);
  return innerTable(
    'Bank accounts (CRS692)',
    columns,
    rows.map((row) => columns.map((name) => row[name])),
  );
}

export function showM3Supplier(supplier: Supplier, view: View): Row {
  const { cono, SUNO, fields, addresses, references, isTemplate } = supplier;
  const status = fields['STAT'] ?? '';
  const [standing, words] = standings[status] ?? ['still', ''];
  const changed = changedAtMs(supplier);
  const addressColumns = ['ADTE', 'ADID', 'STDT', 'ADR1', 'ADR2', 'TOWN', 'PONO', 'ECAR', 'CSCD'];
  const referenceColumns = ['RFTY', 'RFID', 'YRE1', 'EMAL', 'PHNO'];
  return {
    id: `${cono}-${SUNO}`,
    cells: [
      SUNO,
      fields['SUNM'],
      mark(standing, `${status} ${words}`),
      fields['TEPY'],
      changed > 0 && shortTime(new Date(changed).toISOString(), view.now),
    ],
    inside: html`${supplierForm(supplier, view.token)}
      <p>
        Company ${cono}${isTemplate && ', a template'}, changed by ${fields['CHID']} as number ${fields['CHNO']}.
        Country ${fields['CSCD']}, currency ${fields['CUCD']}, payee ${fields['PRSU'] || 'itself'}, VAT
        ${fields['VRNO'] || 'none'}.
      </p>
      ${innerTable(
        'Addresses',
        addressColumns,
        addresses.map((address) => addressColumns.map((name) => address[name])),
      )}
      ${innerTable(
        'References',
        referenceColumns,
        references.map((reference) => referenceColumns.map((name) => reference[name])),
      )}
      ${showBankAccounts(view.m3, supplier)} ${showSteps([`supplier/${SUNO}`], view)}`,
  };
}
