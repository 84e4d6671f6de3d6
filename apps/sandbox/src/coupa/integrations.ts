import { textOf, type JsonObject } from '../json.js';
import { CoupaRefusal, refuseField } from './coupa-refusal.js';
import type { CoupaStore } from './coupa-store.js';
import { checkShape } from './fields/check-shape.js';

const REQUIRED = ['business-object', 'code', 'direction', 'end-system', 'end-system-type', 'name'];

function checkIntegration(store: CoupaStore, integration: JsonObject): void {
  for (const name of REQUIRED) if (textOf(integration[name]) === '') throw refuseField(name, "can't be blank");
  const { id, code } = integration;
  const twin = [...store.integrations.values()].find((other) => other['id'] !== id && other['code'] === code);
  if (twin) throw refuseField('code', 'has already been taken');
}

function refuseProblems(input: JsonObject): void {
  const problems = checkShape('integration', input);
  for (const name of ['id', 'standard']) if (name in input) problems[name] = ['is read-only'];
  if (Object.keys(problems).length > 0) throw new CoupaRefusal(400, problems);
}

function save(store: CoupaStore, integration: JsonObject & { readonly id: number }): JsonObject {
  checkIntegration(store, integration);
  store.integrations.set(integration.id, integration);
  return integration;
}

export function createIntegration(store: CoupaStore, input: JsonObject): JsonObject {
  refuseProblems(input);
  const now = store.now();
  return save(store, { 'created-at': now, 'updated-at': now, ...input, id: store.integrationIds.take() });
}

export function updateIntegration(store: CoupaStore, id: number, input: JsonObject): JsonObject {
  const known = store.integrations.get(id);
  if (!known) throw new CoupaRefusal(404, { base: [`There is no integration ${id}`] });
  refuseProblems(input);
  return save(store, { ...known, ...input, id, 'updated-at': store.now() });
}

/** The integrations that an administrator has set up before the first document flows. */
export function setUpIntegrations(store: CoupaStore): void {
  for (const code of store.settings.integrations) {
    createIntegration(store, {
      code,
      name: code,
      'business-object': 'Other',
      direction: 'from_coupa',
      'end-system': 'M3',
      'end-system-type': 'erp',
      'integration-type': 'api',
    });
  }
}
