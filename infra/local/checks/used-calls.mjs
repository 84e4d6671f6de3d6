import { loadM3Transactions } from '../../../apps/cli/dist/load-apps.js';
import { readHistoryScript, writeBackSteps } from '../../../apps/po-sync/dist/domain/coupa/write-back-script.js';
import { coupaSideOf, fetchedTypes } from '../../../packages/shared/dist/document-types.js';

const id = '<id>';
const settings = { integrationCode: 'INTEGRATION', customFieldsAt: 'custom-fields' };
const order = { id, status: 'issued', 'internal-revision': 1 };
const success = { report: 'success', version: 1, number: '5000021', lines: [], exported: true };
const field = 'erp-po-no';
const error = { report: 'error', version: 1, problems: [{ code: 'm3-refused', message: 'refused' }] };
const openError = { id, status: 'Error', resolved: false, revision: '0', number: '', responses: [] };

/**
 * Every call of Coupa and every transaction of M3 that the apps make, by what their registries and scripts say. The apps
 * must be built.
 */
export async function usedCalls() {
  const fetched = fetchedTypes.flatMap((type) => {
    const { path } = coupaSideOf(type);
    return [
      { method: 'GET', path },
      { method: 'GET', path: `${path}/${id}` },
    ];
  });
  const unlessOff = 'unless `COUPA_WRITE_BACK=off`';
  const writeBack = [
    ...readHistoryScript({ orderId: id, integration: settings.integrationCode }).steps,
    ...writeBackSteps({ ...success, field, exported: false }, order, [openError], settings),
    ...writeBackSteps(error, order, [], settings),
  ].map(({ id: step, method, path }) => ({
    method,
    path,
    when: step === 'order-number' ? 'only with `COUPA_ORDER_NUMBER_FIELD`' : unlessOff,
  }));
  const mark = writeBackSteps({ ...success, field: '' }, order, [], settings)
    .filter(({ query }) => query?.exported !== undefined)
    .map(({ method, path, query }) => ({
      method,
      path: `${path}?exported=${query.exported}`,
      when: 'unless `MARK_EXPORTED=off`',
    }));
  return { transactions: await loadM3Transactions(), calls: [...fetched, ...writeBack, ...mark] };
}
