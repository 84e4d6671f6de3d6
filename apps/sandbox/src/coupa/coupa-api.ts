import type { Clock } from '../clock.js';
import type { Encounter, FaultBoard } from '../faults/fault-board.js';
import { json, type Answer } from '../http/answer.js';
import type { Exchange } from '../http/exchange.js';
import { textOf, type JsonObject } from '../json.js';
import type { TokenStore } from '../token-store.js';
import { CoupaRefusal } from './coupa-refusal.js';
import type { CoupaStore } from './coupa-store.js';
import { showOrder } from './orders.js';
import { applyQuery } from './query/apply-query.js';
import { parseQuery } from './query/parse-query.js';
import { selectFields } from './query/select-fields.js';

/** Coupa advises to leave this long between the issue of a token and its first use. */
const YOUNG_TOKEN_MS = 5_000;

interface Resource {
  readonly object: string;
  readonly readScope: string;
  readonly all: (store: CoupaStore) => JsonObject[];
}

const resources: ReadonlyMap<string, Resource> = new Map([
  [
    'purchase_orders',
    {
      object: 'order-header',
      readScope: 'core.purchase_order.read',
      all: (store) => [...store.orders.values()].map((order) => showOrder(store, order)),
    },
  ],
  [
    'suppliers',
    {
      object: 'supplier',
      readScope: 'core.supplier.read',
      all: (store) => [...store.suppliers.values()],
    },
  ],
]);

export interface CoupaParts {
  readonly store: CoupaStore;
  readonly tokens: TokenStore;
  readonly faults: FaultBoard;
  readonly clock: Clock;
}

const error = (status: number, message: string, headers: Readonly<Record<string, string>> = {}): Answer =>
  json(status, { errors: { base: [message] } }, headers);

/** Why the caller may not read the resource, if so. */
function refuseCaller(exchange: Exchange, resource: Resource, parts: CoupaParts, met: Encounter): Answer | undefined {
  const token = parts.tokens.find(exchange.bearer);
  const unauthorized = { 'www-authenticate': 'Bearer error="invalid_token"' };
  if (!token) return error(401, 'The access token is missing, invalid or expired', unauthorized);
  const ageMs = parts.clock.now().getTime() - token.issuedAt;
  if (ageMs < parts.clock.scaled(YOUNG_TOKEN_MS) && parts.faults.take(met, 'young-token')) {
    return error(401, 'The access token is not known yet', unauthorized);
  }
  if (!token.scopes.has(resource.readScope)) return error(403, `The token lacks the scope ${resource.readScope}`);
  // Without it Coupa answers in XML, which nobody here wants to read.
  if (!/\bapplication\/json\b/i.test(exchange.headers.accept ?? '')) {
    return { status: 406, body: 'Only application/json is offered: send it as Accept.' };
  }
  return undefined;
}

function read(exchange: Exchange, resource: Resource, id: string | undefined, store: CoupaStore): Answer {
  const query = parseQuery(resource.object, exchange.query);
  const records = resource.all(store);
  if (id === undefined) return json(200, applyQuery(records, query));
  const found = records.find((record) => textOf(record['id']) === id);
  return found
    ? json(200, selectFields(found, query.selection))
    : error(404, `Couldn't find ${resource.object} with id=${id}`);
}

/** Answers a call to Coupa's REST API. */
export function answerCoupaApi(exchange: Exchange, parts: CoupaParts, met: Encounter): Answer {
  const [, name = '', id] = /^\/coupa\/api\/([a-z_]+)(?:\/([^/]+))?$/.exec(exchange.path) ?? [];
  const resource = resources.get(name);
  if (!resource) return error(404, `There is no ${exchange.path}`);
  if (exchange.method !== 'GET') return error(405, `${name} can only be read here`, { allow: 'GET' });
  const refusal = refuseCaller(exchange, resource, parts, met);
  if (refusal) return refusal;
  try {
    return read(exchange, resource, id, parts.store);
  } catch (caught) {
    if (caught instanceof CoupaRefusal) return caught.toAnswer();
    throw caught;
  }
}
