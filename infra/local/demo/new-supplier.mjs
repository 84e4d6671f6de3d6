import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { step } from '../bootstrap/progress.mjs';
import { sample } from './sample-orders.mjs';

const firstId = 501;

/** The terms under which a person in M3 will buy from it. Coupa's word for them is a row of the mappings. */
const changedTerms = { inM3: 'N60', inCoupa: 'Net 60' };

/**
 * A supplier that M3 does not know, and an order that waits for it. Sluice remembers those of earlier starts while the sandbox
 * begins empty, so each start has one of its own.
 */
export function newSupplier(folder) {
  const file = join(folder.path, 'suppliers-sent.json');
  const id = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).next : firstId;
  writeFileSync(file, JSON.stringify({ next: id + 1 }), { mode: 0o600 });
  const { name, ...supplier } = sample('new-supplier.json');
  const startsBefore = id - firstId;
  return {
    id: String(id),
    supplier: { id, ...supplier, name: startsBefore === 0 ? name : `${name} ${startsBefore + 1}` },
    order: orderFrom(id, startsBefore),
  };
}

/** One line, so that the order is not taken for that of an earlier start: each has another quantity. */
function orderFrom(supplierId, startsBefore) {
  const id = 5000 + supplierId;
  const { order } = sample('orders.json')[0];
  const [line] = order['order-lines'];
  const lines = [{ ...line, id: id * 100 + 1, quantity: String(100 + startsBefore) }];
  return {
    id: String(id),
    title: 'Bolts, from a supplier that is new',
    order: { id, ...order, supplier: { id: supplierId }, 'order-lines': lines },
  };
}

/** What Coupa must know of terms, before anybody uses them over its API. */
export const addTerms = ({ sandbox }) =>
  sandbox.admin('PUT', '/admin/coupa/reference-data/payment_terms', [
    { id: 1, code: 'Net 30', active: true },
    { id: 2, code: changedTerms.inCoupa, active: true },
  ]);

/** A buyer enters the supplier. It is a draft until somebody approves it. */
export const enterSupplier = ({ sandbox, supplier }) =>
  sandbox.admin('POST', '/admin/coupa/suppliers', { ...supplier, status: 'draft' });

/** Coupa notifies Sluice. */
export const approveSupplier = ({ sandbox, supplier: { id, name, status } }) =>
  step(`Approving a supplier in Coupa that M3 does not know: ${name}`, () =>
    sandbox.admin('PUT', `/admin/coupa/suppliers/${id}?notify=true`, { status }),
  );

/** A clerk changes the payment terms of the supplier in M3, whose field that is. */
export const changeTermsInM3 = ({ sandbox, number }) =>
  step(`A person sets the payment terms of supplier ${number} in M3 to ${changedTerms.inM3}`, () =>
    sandbox.admin('PUT', `/admin/m3/suppliers/100/${number}`, { TEPY: changedTerms.inM3 }),
  );

/** How Sluice shows the supplier, and its terms in Coupa. */
export async function fetchSupplier({ id, consoleApi, sandbox }) {
  const { records } = await consoleApi('GET', `/api/records?type=supplier&q=${id}&limit=50`);
  const record = records.find((one) => one.id === id);
  const { 'payment-term': term } = await sandbox.admin('GET', `/admin/coupa/suppliers/${id}`);
  return { status: record?.status, number: record?.m3?.number, why: record?.reason?.message, terms: term?.code };
}

/** Whether the change has come from M3 to Coupa. */
export const hasChangedTerms = ({ terms }) => terms === changedTerms.inCoupa;
