import { json, type Answer } from '../../http/answer.js';
import type { JsonObject } from '../../json.js';
import { CoupaRefusal } from '../coupa-refusal.js';
import { placeCustomFields } from '../custom-fields.js';
import { shapeAnswer } from '../query/answer-shape.js';
import { applyQuery } from '../query/apply-query.js';
import { parseQuery } from '../query/parse-query.js';
import { createSupplier, findSupplier, updateSupplier } from '../suppliers/suppliers.js';
import { answerWrite, readId, readInnerId, readJson, readWriteArguments, type ApiCall, type Route } from './route.js';

const REMIT_TO = 'remit-to-address';
const REMIT_TOS = 'remit-to-addresses';

function postSupplier(call: ApiCall): Answer {
  const asked = readWriteArguments('supplier', call);
  const supplier = createSupplier(call.store, readJson(call), 'api');
  return answerWrite(201, placeCustomFields(supplier, call.store.settings), asked);
}

function putSupplier(call: ApiCall): Answer {
  const asked = readWriteArguments('supplier', call);
  const supplier = updateSupplier(call.store, readId(call), readJson(call), 'api');
  return answerWrite(200, placeCustomFields(supplier, call.store.settings), asked);
}

const remitTosOf = (supplier: JsonObject): readonly JsonObject[] =>
  (supplier[REMIT_TOS] ?? []) as readonly JsonObject[];

function findRemitTo(supplier: JsonObject, id: number): JsonObject {
  const found = remitTosOf(supplier).find((one) => one['id'] === id);
  if (!found)
    throw new CoupaRefusal(404, { base: [`Supplier ${String(supplier['id'])} has no remit-to address ${id}`] });
  return found;
}

/** Names what is wrong by the fields of the address that was sent: it was no list of them. */
function writeRemitTo(call: ApiCall, remitTo: JsonObject): JsonObject {
  try {
    return updateSupplier(call.store, readId(call), { [REMIT_TOS]: [remitTo] }, 'api');
  } catch (caught) {
    if (!(caught instanceof CoupaRefusal)) throw caught;
    const errors = Object.entries(caught.errors).map(([path, messages]) => {
      return [path.replace(/^remit-to-addresses(?:\[0\])?\./, ''), messages] as const;
    });
    throw new CoupaRefusal(caught.status, Object.fromEntries(errors));
  }
}

function listRemitTos(call: ApiCall): Answer {
  const asked = parseQuery(REMIT_TO, call.query, call.store.settings);
  return json(200, applyQuery(remitTosOf(findSupplier(call.store, readId(call))), asked));
}

function showRemitTo(call: ApiCall): Answer {
  const asked = parseQuery(REMIT_TO, call.query, call.store.settings);
  const remitTo = findRemitTo(findSupplier(call.store, readId(call)), readInnerId(call));
  return json(200, shapeAnswer(REMIT_TO, remitTo, asked.shape));
}

function refuseId(body: JsonObject): void {
  if ('id' in body) throw new CoupaRefusal(400, { id: ['is read-only'] });
}

function postRemitTo(call: ApiCall): Answer {
  const asked = readWriteArguments(REMIT_TO, call);
  const body = readJson(call);
  refuseId(body);
  const added = remitTosOf(writeRemitTo(call, body)).at(-1);
  return answerWrite(201, added ?? {}, asked);
}

function putRemitTo(call: ApiCall): Answer {
  const asked = readWriteArguments(REMIT_TO, call);
  const body = readJson(call);
  refuseId(body);
  const id = readInnerId(call);
  findRemitTo(findSupplier(call.store, readId(call)), id);
  return answerWrite(200, findRemitTo(writeRemitTo(call, { ...body, id }), id), asked);
}

const path = /^suppliers\/([^/]+)$/;
const pathOfRemitTos = /^suppliers\/([^/]+)\/addresses$/;
const pathOfRemitTo = /^suppliers\/([^/]+)\/addresses\/([^/]+)$/;

const read = 'core.supplier.read';
const write = 'core.supplier.write';

/** Writes to suppliers, and their remit-to addresses, which the API has under each. */
export const supplierRoutes: readonly Route[] = [
  { method: 'POST', path: /^suppliers$/, object: 'supplier', scope: write, answer: postSupplier },
  { method: 'PUT', path, object: 'supplier', scope: write, answer: putSupplier },
  { method: 'GET', path: pathOfRemitTos, object: REMIT_TO, scope: read, answer: listRemitTos },
  { method: 'POST', path: pathOfRemitTos, object: REMIT_TO, scope: write, answer: postRemitTo },
  { method: 'GET', path: pathOfRemitTo, object: REMIT_TO, scope: read, answer: showRemitTo },
  { method: 'PUT', path: pathOfRemitTo, object: REMIT_TO, scope: write, answer: putRemitTo },
];
