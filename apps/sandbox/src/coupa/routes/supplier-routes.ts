import type { Answer } from '../../http/answer.js';
import type { JsonObject } from '../../json.js';
import { CoupaRefusal } from '../coupa-refusal.js';
import { placeCustomFields } from '../custom-fields.js';
import { createSupplier, requireForApi, updateSupplier } from '../suppliers.js';
import { answerWrite, readId, readJson, readWriteArguments, type ApiCall, type Route } from './route.js';

const READ_ONLY = ['id', 'created-at', 'created-by', 'updated-at', 'updated-by'];

function readSupplier(call: ApiCall): JsonObject {
  const body = readJson(call);
  const names = Object.keys(body).filter((name) => READ_ONLY.includes(name));
  if (names.length > 0) throw new CoupaRefusal(400, Object.fromEntries(names.map((name) => [name, ['is read-only']])));
  return body;
}

function postSupplier(call: ApiCall): Answer {
  const asked = readWriteArguments('supplier', call);
  const body = readSupplier(call);
  requireForApi(body);
  return answerWrite(201, placeCustomFields(createSupplier(call.store, body), call.store.settings), asked);
}

function putSupplier(call: ApiCall): Answer {
  const asked = readWriteArguments('supplier', call);
  const supplier = updateSupplier(call.store, readId(call), readSupplier(call));
  return answerWrite(200, placeCustomFields(supplier, call.store.settings), asked);
}

export const supplierRoutes: readonly Route[] = [
  { method: 'POST', path: /^suppliers$/, object: 'supplier', scope: 'core.supplier.write', answer: postSupplier },
  {
    method: 'PUT',
    path: /^suppliers\/([^/]+)$/,
    object: 'supplier',
    scope: 'core.supplier.write',
    answer: putSupplier,
  },
];
