import { isObject, textOf, type Json, type JsonObject } from '../json.js';
import { CoupaRefusal, refuseField } from './coupa-refusal.js';
import type { CoupaStore } from './coupa-store.js';
import { checkShape } from './fields/check-shape.js';
import { markExported } from './mark-exported.js';

/** What a history record may speak of and this Coupa has. */
const DOCUMENTS: Readonly<Record<string, 'orders' | 'suppliers'>> = { OrderHeader: 'orders', Supplier: 'suppliers' };
const STATUSES = ['Success', 'Error'];
const ALERT_TYPES = ['Technical', 'Functional', 'Both'];
const READ_ONLY = ['id', 'resolved', 'integration-filename', 'updated-at', 'created-by', 'updated-by'];

export interface RecordEffects {
  /** Mails the contacts of the integration. */
  readonly alert?: boolean;
  readonly markExported?: boolean;
}

function requireOneOf(input: JsonObject, name: string, allowed: readonly string[]): string {
  const value = textOf(input[name]);
  if (value === '') throw refuseField(name, "can't be blank");
  if (!allowed.includes(value)) throw refuseField(name, `must be one of ${allowed.join(', ')}`);
  return value;
}

/** The integration that a record names by id or code, if it names one. */
function findIntegration(store: CoupaStore, reference: Json | undefined): JsonObject | undefined {
  if (!isObject(reference ?? null)) return undefined;
  const { id, code } = reference as JsonObject;
  const found = [...store.integrations.values()].find((one) =>
    id === undefined ? one['code'] === code : one['id'] === id,
  );
  if (!found) throw refuseField('integration', `${textOf(code ?? id)} does not exist`);
  return found;
}

function completeResponses(store: CoupaStore, responses: Json | undefined, now: string): JsonObject[] {
  const given = Array.isArray(responses) ? (responses as readonly JsonObject[]) : [];
  return given.map((one) => ({ ...one, id: store.responseIds.take(), 'created-at': now, 'updated-at': now }));
}

/**
 * Writes one row of Coupa's integration history. There is no key against repetition: the same request twice makes two
 * rows. An error stays open until it is resolved; a success has nothing to resolve.
 */
export function createHistoryRecord(store: CoupaStore, input: JsonObject, effects: RecordEffects = {}): JsonObject {
  const problems = checkShape('integration-history-record', input);
  for (const name of READ_ONLY) if (name in input) problems[name] = ['is read-only'];
  if (Object.keys(problems).length > 0) throw new CoupaRefusal(400, problems);
  const documentType = requireOneOf(input, 'document-type', Object.keys(DOCUMENTS));
  const alertType = requireOneOf(input, 'contact-alert-type', ALERT_TYPES);
  const status = requireOneOf({ status: effects.alert ? 'Error' : 'Success', ...input }, 'status', STATUSES);
  const documentId = input['document-id'];
  if (typeof documentId !== 'number') throw refuseField('document-id', "can't be blank");
  if (!store[DOCUMENTS[documentType] ?? 'orders'].has(documentId)) throw refuseField('document-id', 'does not exist');
  const integration = findIntegration(store, input['integration']);
  const now = store.now();
  const record = {
    ...input,
    id: store.recordIds.take(),
    status,
    'creation-method': 'api',
    ...(integration ? { integration } : {}),
    responses: completeResponses(store, input['responses'], now),
    resolved: status === 'Success',
    'created-at': now,
    'updated-at': now,
  };
  store.historyRecords.set(record.id, record);
  const key = `${documentType}/${documentId}`;
  store.historyIndex.set(key, [...(store.historyIndex.get(key) ?? []), record.id]);
  if (effects.alert) {
    store.alerts.push({
      at: now,
      recordId: record.id,
      integration: textOf(integration?.['code']),
      contactAlertType: alertType,
      messages: record.responses.map((one) => textOf(one['response-message'])),
    });
  }
  if (effects.markExported && documentType === 'OrderHeader') markExported(store, documentId, true);
  return record;
}

export function resolveHistoryRecord(store: CoupaStore, id: number, resolved: boolean): JsonObject {
  const known = store.historyRecords.get(id);
  if (!known) throw new CoupaRefusal(404, { base: [`There is no integration history record ${id}`] });
  const record = { ...known, resolved, 'updated-at': store.now() };
  store.historyRecords.set(id, record);
  return record;
}

/** The rows that speak of a document, newest first. */
export function historyOf(store: CoupaStore, documentType: string, documentId: number): JsonObject[] {
  const ids = store.historyIndex.get(`${documentType}/${documentId}`) ?? [];
  return ids
    .map((id) => store.historyRecords.get(id))
    .filter((record) => record !== undefined)
    .toReversed();
}
