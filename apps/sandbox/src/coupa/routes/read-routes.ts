import { json, type Answer } from '../../http/answer.js';
import type { JsonObject } from '../../json.js';
import { CoupaRefusal, refuseField } from '../coupa-refusal.js';
import { placeCustomFields } from '../custom-fields.js';
import type { CoupaStore } from '../coupa-store.js';
import { showOrder } from '../orders.js';
import { referenceResources } from '../reference-data.js';
import { applyQuery } from '../query/apply-query.js';
import { parseQuery, type Query } from '../query/parse-query.js';
import { shapeAnswer } from '../query/answer-shape.js';
import type { ApiCall, Route } from './route.js';

interface Resource {
  readonly name: string;
  readonly object: string;
  readonly scope: string;
  readonly records: (store: CoupaStore) => ReadonlyMap<number, JsonObject>;
  /** The record as the API shows it, if that is not as it is kept. */
  readonly show?: (store: CoupaStore, record: JsonObject, query: Query) => JsonObject;
}

const resources: readonly Resource[] = [
  {
    name: 'purchase_orders',
    object: 'order-header',
    scope: 'core.purchase_order.read',
    records: (store) => store.orders,
    show: (store, order, { showDeletedLines }) => showOrder(store, order, { showDeletedLines }),
  },
  {
    name: 'suppliers',
    object: 'supplier',
    scope: 'core.supplier.read',
    records: (store) => store.suppliers,
    show: (store, supplier) => placeCustomFields(supplier, store.settings),
  },
  {
    name: 'integrations',
    object: 'integration',
    scope: 'core.integration.read',
    records: (store) => store.integrations,
  },
  {
    name: 'integration_history_records',
    object: 'integration-history-record',
    scope: 'core.integration.read',
    records: (store) => store.historyRecords,
  },
  ...referenceResources.map((one): Resource => ({ ...one, records: (store) => store.referenceData(one.name) })),
];

const asKept: NonNullable<Resource['show']> = (_store, record) => record;

/** Coupa documents that a query for both currencies of a rate is not supported. */
function refuseBothCurrencies({ conditions }: Query): void {
  const asked = new Set(conditions.map(({ path }) => path[0]));
  if (!asked.has('from-currency') || !asked.has('to-currency')) return;
  throw refuseField('to-currency', 'cannot be asked for together with from-currency');
}

function answerList({ object, records, show = asKept }: Resource, { store, query }: ApiCall): Answer {
  const asked = parseQuery(object, query, store.settings);
  refuseBothCurrencies(asked);
  const shown = [...records(store).values()].map((record) => show(store, record, asked));
  return json(200, applyQuery(shown, asked));
}

function answerOne({ object, records, show = asKept }: Resource, { store, query, idText }: ApiCall): Answer {
  const asked = parseQuery(object, query, store.settings);
  const found = /^\d+$/.test(idText) ? records(store).get(Number(idText)) : undefined;
  if (!found) throw new CoupaRefusal(404, { base: [`Couldn't find ${object} with id=${idText}`] });
  return json(200, shapeAnswer(object, show(store, found, asked), asked.shape));
}

/** The list and the single record of every resource. */
export const readRoutes: readonly Route[] = resources.flatMap((resource): Route[] => [
  {
    method: 'GET',
    path: new RegExp(`^${resource.name}$`),
    object: resource.object,
    scope: resource.scope,
    answer: (call) => answerList(resource, call),
  },
  {
    method: 'GET',
    path: new RegExp(`^${resource.name}/([^/]+)$`),
    object: resource.object,
    scope: resource.scope,
    answer: (call) => answerOne(resource, call),
  },
]);
