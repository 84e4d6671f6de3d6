import type { JsonObject } from '../json.js';
import { CoupaRefusal } from './coupa-refusal.js';
import type { CoupaStore } from './coupa-store.js';
import { checkShape, type Problems } from './fields/check-shape.js';
import { objects } from './fields/objects.js';

export interface ReferenceResource {
  /** In the path. */
  readonly name: string;
  readonly object: string;
  readonly scope: string;
}

const common = 'core.common.read';
const accounting = 'core.accounting.read';

/** What orders and suppliers refer to, and people look after. It is read over the API and put by the admin. */
export const referenceResources: readonly ReferenceResource[] = [
  { name: 'account_types', object: 'account-type', scope: accounting },
  { name: 'accounts', object: 'account', scope: accounting },
  { name: 'addresses', object: 'address', scope: common },
  { name: 'business_groups', object: 'business-group', scope: common },
  { name: 'commodities', object: 'commodity', scope: common },
  { name: 'currencies', object: 'currency', scope: common },
  { name: 'exchange_rates', object: 'exchange-rate', scope: common },
  { name: 'payment_terms', object: 'payment-term', scope: common },
  { name: 'shipping_terms', object: 'shipping-term', scope: common },
  { name: 'uoms', object: 'uom', scope: common },
];

/** @throws {CoupaRefusal} 404 */
export function findReferenceResource(name: string): ReferenceResource {
  const resource = referenceResources.find((one) => one.name === name);
  if (resource) return resource;
  throw new CoupaRefusal(404, { base: [`There is no reference data ${name}`] });
}

/** Puts documents, each in the place of the one with its id; one without an id is new. All of them, or none. */
export function putReferenceData(
  store: CoupaStore,
  { name, object }: ReferenceResource,
  documents: readonly JsonObject[],
): JsonObject[] {
  const problems: Problems = {};
  documents.forEach((one, index) => Object.assign(problems, checkShape(object, one, `[${index}]`)));
  if (Object.keys(problems).length > 0) throw new CoupaRefusal(400, problems);
  const now = store.now();
  const times = objects[object]?.has('updated-at') === true ? { 'created-at': now, 'updated-at': now } : {};
  const records = store.referenceData(name);
  return documents.map((one) => {
    const record = {
      ...times,
      ...one,
      id: store.referenceIds.take(typeof one['id'] === 'number' ? one['id'] : undefined),
    };
    records.set(record.id, record);
    return record;
  });
}
