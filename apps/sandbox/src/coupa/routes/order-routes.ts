import type { Answer } from '../../http/answer.js';
import { textOf, type JsonObject } from '../../json.js';
import { CoupaRefusal } from '../coupa-refusal.js';
import { findOrder } from '../find-order.js';
import { markExported } from '../mark-exported.js';
import { editOrder, showOrder } from '../orders.js';
import { answerWrite, readId, readJson, readWriteArguments, type ApiCall, type Route } from './route.js';

/** Read-only in Coupa's schema, or kept by Coupa itself. */
const READ_ONLY = [
  'acknowledged-at',
  'change-type',
  'created-at',
  'created-by',
  'current-integration-history-records',
  'exported',
  'id',
  'internal-revision',
  'invoice-stop',
  'last-exported-at',
  'price-hidden',
  'status',
  'total',
  'transmission-status',
  'type',
  'updated-at',
  'updated-by',
  'version',
];

const LOCKED = ['closed', 'cancelled', 'canceled'];

function refuseReadOnly(body: JsonObject): void {
  const names = Object.keys(body).filter((name) => READ_ONLY.includes(name));
  if (names.length > 0) throw new CoupaRefusal(400, Object.fromEntries(names.map((name) => [name, ['is read-only']])));
}

/** Coupa: the exported mark is a request of its own, and what else stands in it is not looked at. */
function putOrder(call: ApiCall): Answer {
  const { store } = call;
  const id = readId(call);
  const known = findOrder(store, id);
  const asked = readWriteArguments('order-header', call, { takesExported: true });
  if (asked.exported !== undefined) {
    return answerWrite(200, showOrder(store, markExported(store, id, asked.exported)), asked);
  }
  const body = readJson(call);
  refuseReadOnly(body);
  if (store.settings.lockClosedOrders && LOCKED.includes(textOf(known['status']))) {
    throw new CoupaRefusal(400, { base: [`The order is ${textOf(known['status'])} and cannot be changed`] });
  }
  return answerWrite(200, showOrder(store, editOrder(store, id, body, 'api')), asked);
}

export const orderRoutes: readonly Route[] = [
  {
    method: 'PUT',
    path: /^purchase_orders\/([^/]+)$/,
    object: 'order-header',
    scope: 'core.purchase_order.write',
    answer: putOrder,
  },
];
