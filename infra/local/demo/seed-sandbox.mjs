import { runSluice } from '../apps/run-sluice.mjs';
import { step } from '../bootstrap/progress.mjs';
import { sample, samples } from './sample-orders.mjs';

/** What is there before the first order: Coupa's suppliers, and the mapping tables but for one row. */
export function seedSandbox({ sandbox, cliEnvironment }) {
  return step('Filling the sandbox with suppliers, importing the mappings', async () => {
    for (const supplier of sample('suppliers.json')) {
      await sandbox.admin('POST', '/admin/coupa/suppliers', supplier);
      await sandbox.admin('POST', `/admin/coupa/suppliers/${supplier.id}/notify`);
    }
    await runSluice(cliEnvironment, 'mappings', 'import', `${samples}/mappings.csv`);
  });
}

/** A buyer writes each order and approves it: Coupa notifies Sluice by a signed webhook. */
export function approveOrders({ sandbox, orders }) {
  return step(`Approving ${orders.length} orders in Coupa`, async () => {
    for (const { id, order } of orders) {
      await sandbox.admin('POST', '/admin/coupa/purchase-orders', order);
      await sandbox.admin('POST', `/admin/coupa/purchase-orders/${id}/approve`, { notify: true });
    }
  });
}
