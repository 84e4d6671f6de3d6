import type { Clock } from '../clock.js';
import type { Encounter, FaultBoard } from '../faults/fault-board.js';
import { json, type Answer } from '../http/answer.js';
import type { Exchange } from '../http/exchange.js';
import type { TokenStore } from '../token-store.js';
import { formatAnswer, readFormat } from './answer-format.js';
import { CoupaRefusal } from './coupa-refusal.js';
import type { CoupaStore } from './coupa-store.js';
import { integrationRoutes } from './routes/integration-routes.js';
import { orderRoutes } from './routes/order-routes.js';
import { readRoutes } from './routes/read-routes.js';
import type { Route } from './routes/route.js';
import { supplierRoutes } from './routes/supplier-routes.js';

/** Coupa advises to leave this long between the issue of a token and its first use. */
const YOUNG_TOKEN_MS = 5_000;

/** The calls with a fixed word in the place of an id come before those with an id. */
const routes: readonly Route[] = [
  ...integrationRoutes,
  ...orderRoutes,
  ...supplierRoutes,

  ...readRoutes,
];

export interface CoupaParts {
  readonly store: CoupaStore;
  readonly tokens: TokenStore;
  readonly faults: FaultBoard;
  readonly clock: Clock;
}

const error = (status: number, message: string, headers: Readonly<Record<string, string>> = {}): Answer =>
  json(status, { errors: { base: [message] } }, headers);

/** Why the caller may not do this, if so. */
function refuseCaller(exchange: Exchange, scope: string, parts: CoupaParts, met: Encounter): Answer | undefined {
  const token = parts.tokens.find(exchange.bearer);
  const unauthorized = { 'www-authenticate': 'Bearer error="invalid_token"' };
  if (!token) return error(401, 'The access token is missing, invalid or expired', unauthorized);
  const isYoung = parts.clock.now().getTime() - token.issuedAt < parts.clock.scaled(YOUNG_TOKEN_MS);
  if (isYoung && (parts.store.settings.refuseYoungTokens || parts.faults.take(met, 'young-token'))) {
    return error(401, 'The access token is not known yet', unauthorized);
  }
  if (!token.scopes.has(scope)) return error(403, `The token lacks the scope ${scope}`);
  return undefined;
}

/** Coupa takes PATCH wherever it takes PUT. */
const methodOf = ({ method }: Exchange): string => (method === 'PATCH' ? 'PUT' : method);

/** Answers a call to Coupa's REST API in the format that it asks for; in XML, as Coupa does, if it asks for none. */
export function answerCoupaApi(exchange: Exchange, parts: CoupaParts, met: Encounter): Answer {
  const format = readFormat(exchange.headers.accept);
  if (format === undefined) return { status: 406, body: 'Only application/xml and application/json are offered.' };
  const path = exchange.path.replace(/^\/coupa\/api\//, '');
  const candidates = routes.filter((route) => route.path.test(path));
  return formatAnswer(answerAsJson(exchange, path, candidates, parts, met), format, candidates[0]?.object ?? '');
}

function answerAsJson(
  exchange: Exchange,
  path: string,
  candidates: readonly Route[],
  parts: CoupaParts,
  met: Encounter,
): Answer {
  if (candidates.length === 0) return error(404, `There is no ${exchange.path}`);
  const route = candidates.find(({ method }) => method === methodOf(exchange));
  if (!route) {
    const allow = [...new Set(candidates.map(({ method }) => method))].join(', ');
    return error(405, `${exchange.path} takes ${allow}`, { allow });
  }
  const refusal = refuseCaller(exchange, route.scope, parts, met);
  if (refusal) return refusal;
  const { store } = parts;
  const [, idText = '', innerIdText = ''] = route.path.exec(path) ?? [];
  const contentType = exchange.headers['content-type'] ?? '';
  try {
    return route.answer({ store, query: exchange.query, idText, innerIdText, contentType, body: exchange.body });
  } catch (caught) {
    if (caught instanceof CoupaRefusal) return caught.toAnswer();
    throw caught;
  }
}
