import { isObject, textOf, type JsonObject } from '../json.js';
import { SUPPLIER_STATUSES } from '../coupa/suppliers/suppliers.js';
import { editForm } from './edit-form.js';
import { html, type Html } from './html.js';

const termOf = (supplier: JsonObject): string => {
  const term = supplier['payment-term'];
  return isObject(term) ? textOf(term['code']) : '';
};

/** What a person can change of a supplier in Coupa on the page, with or without a notice. */
export const coupaSupplierForm = (supplier: JsonObject, token: string): Html =>
  editForm({
    id: `edit-coupa-supplier-${textOf(supplier['id'])}`,
    action: `/page/coupa-suppliers/${textOf(supplier['id'])}`,
    token,
    fields: [
      { name: 'name', label: 'Name', value: textOf(supplier['name']) },
      { name: 'payment-term', label: 'Terms', value: termOf(supplier) },
      { name: 'status', label: 'Status', value: textOf(supplier['status']), options: SUPPLIER_STATUSES },
    ],
    ticks: html`<label><input type="checkbox" name="notify" value="true" checked /> with a notice</label>`,
  });

/** What a sent form changes of the supplier. */
export function readCoupaSupplierForm(form: URLSearchParams, supplier: JsonObject): JsonObject {
  const term = (form.get('payment-term') ?? '').trim();
  return {
    name: (form.get('name') ?? '').trim(),
    status: form.get('status') ?? '',
    ...(term === termOf(supplier) ? {} : { 'payment-term': term === '' ? null : { code: term } }),
  };
}
