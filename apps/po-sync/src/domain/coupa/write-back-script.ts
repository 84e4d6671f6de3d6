import type { Script } from '@sluice/reconciler/decision';
import type { CoupaPurchaseOrder } from '@sluice/shared/coupa/purchase-order';
import type { FailureCode } from '@sluice/shared/failure-codes';
import type { CoupaStep } from '@sluice/shared/script';
import { textOfWord } from '@sluice/shared/open-enum';
import {
  isReported,
  readHistory,
  resolveRecord,
  writeRecord,
  type HistoryOf,
  type HistoryRecord,
  type NewRecord,
} from './history-records.js';
import type { OrderInCoupa } from './order-in-coupa.js';
import type { PurchaseOrderSettings } from '../settings.js';

/** What Coupa's history says of the order: read before anything is added to it. */
export const readHistoryScript = (of: HistoryOf): Script => ({
  system: 'coupa',
  kind: 'read',
  steps: [readHistory(of).step],
});

/**
 * The order of Coupa's own guide: the number, older errors resolved, the row of the history, and only then, by itself,
 * the mark `exported`, since Coupa may ignore other fields in that request. What is refused before the mark is a warning.
 * After a refusal in M3 only the history is written. No steps: Coupa shows it all already.
 */
export function writeBackSteps(
  wanted: OrderInCoupa,
  order: CoupaPurchaseOrder,
  history: readonly HistoryRecord[],
  settings: PurchaseOrderSettings,
): CoupaStep[] {
  const success = wanted.report === 'success' ? wanted : undefined;
  const row: NewRecord = {
    orderId: order.id,
    integration: settings.integrationCode,
    orderStatus: textOfWord(order.status),
    revision: order['internal-revision'],
    alertType: alertTypeOf(wanted),
  };
  const reported = wanted.report === 'nothing' ? undefined : history.find((record) => isReported(record, wanted, row));
  const open = history.filter((record) => record.status === 'Error' && !record.resolved && record !== reported);
  return [
    ...(success === undefined || success.field === '' ? [] : [putNumber(order.id, success, settings)]),
    ...open.map(({ id }) => resolveRecord(id)),
    ...(wanted.report === 'nothing' || reported !== undefined ? [] : [writeRecord(wanted, row)]),
    ...(success?.exported === true ? [markExported(order.id)] : []),
  ];
}

/** Only what the head of the order has: Coupa may make a new version of an order whose lines are edited. */
function putNumber(
  orderId: string,
  { field, number }: Extract<OrderInCoupa, { report: 'success' }>,
  { customFieldsAt }: PurchaseOrderSettings,
): CoupaStep {
  return {
    id: 'order-number',
    method: 'PUT',
    path: `/api/purchase_orders/${orderId}`,
    query: { fields: '["id"]' },
    body: customFieldsAt === 'top-level' ? { [field]: number } : { 'custom-fields': { [field]: number } },
    repeat: 'safe',
    optional: true,
  };
}

const markExported = (orderId: string): CoupaStep => ({
  id: 'exported',
  method: 'PUT',
  path: `/api/purchase_orders/${orderId}`,
  query: { exported: 'true', fields: '["id","exported"]' },
  repeat: 'safe',
});

/** What a buyer cannot mend goes to those who run the connection. */
const technical: readonly FailureCode[] = [
  'answer-missing',
  'message-too-large',
  'order-in-m3-batch',
  'read-back-differs',
  'step-unresolvable',
  'status-unknown',
  'unexpected',
  'unreadable',
];

const alertTypeOf = (wanted: OrderInCoupa): NewRecord['alertType'] =>
  wanted.report === 'error' && wanted.problems.every(({ code }) => technical.some((one) => one === code))
    ? 'Technical'
    : 'Functional';
