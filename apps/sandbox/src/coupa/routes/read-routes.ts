import { json, type Answer } from '../../http/answer.js';
import { textOf, type JsonObject } from '../../json.js';
import { CoupaRefusal } from '../coupa-refusal.js';
import { placeCustomFields } from '../custom-fields.js';
import type { CoupaStore } from '../coupa-store.js';
import { showOrder } from '../orders.js';
import { applyQuery } from '../query/apply-query.js';
import { parseQuery } from '../query/parse-query.js';
import { selectFields } from '../query/select-fields.js';
import type { ApiCall, Route } from './route.js';

interface Resource {
  readonly name: string;
  readonly object: string;
  readonly scope: string;
  readonly all: (store: CoupaStore, showDeletedLines: boolean) => JsonObject[];
}

const resources: readonly Resource[] = [
  {
    name: 'purchase_orders',
    object: 'order-header',
    scope: 'core.purchase_order.read',
    all: (store, showDeletedLines) =>
      [...store.orders.values()].map((order) => showOrder(store, order, { showDeletedLines })),
  },
  {
    name: 'suppliers',
    object: 'supplier',
    scope: 'core.supplier.read',
    all: (store) => [...store.suppliers.values()].map((one) => placeCustomFields(one, store.settings)),
  },
  {
    name: 'integrations',
    object: 'integration',
    scope: 'core.integration.read',
    all: (store) => [...store.integrations.values()],
  },
  {
    name: 'integration_history_records',
    object: 'integration-history-record',
    scope: 'core.integration.read',
    all: (store) => [...store.historyRecords.values()],
  },
];

function answerList(resource: Resource, { store, query }: ApiCall): Answer {
  const asked = parseQuery(resource.object, query, store.settings.topLevelCustomFields);
  return json(200, applyQuery(resource.all(store, asked.showDeletedLines), asked));
}

function answerOne(resource: Resource, { store, query, idText }: ApiCall): Answer {
  const asked = parseQuery(resource.object, query, store.settings.topLevelCustomFields);
  const found = resource.all(store, asked.showDeletedLines).find((record) => textOf(record['id']) === idText);
  if (!found) throw new CoupaRefusal(404, { base: [`Couldn't find ${resource.object} with id=${idText}`] });
  return json(200, selectFields(found, asked.selection));
}

/** The list and the single record of every resource. */
export const readRoutes: readonly Route[] = resources.flatMap((resource): Route[] => [
  {
    method: 'GET',
    path: new RegExp(`^${resource.name}$`),
    scope: resource.scope,
    answer: (call) => answerList(resource, call),
  },
  {
    method: 'GET',
    path: new RegExp(`^${resource.name}/([^/]+)$`),
    scope: resource.scope,
    answer: (call) => answerOne(resource, call),
  },
]);
