import type { IncomingMessage, ServerResponse } from 'node:http';
import { Failure } from '@sluice/shared/failure';
import { bearsToken, type Bearing } from './bears-token.js';
import { RateLimit } from './limit-rate.js';

export interface Guarded {
  /** Without one, nobody is let in. */
  readonly apiToken: string | undefined;
  /** The person whose own token a request bears; that opens /api and nothing else. */
  readonly personOf?: (request: Bearing) => string | undefined;
  /** Where the token is set, to be said in refusals. */
  readonly tokenName: string;
  /** Whether the metrics need no token. */
  readonly metricsOpen: boolean;
}

const inside = /^\/(api|internal)(\/|$)/i;
const api = /^\/api(\/|$)/i;
const figures = /^\/metrics(\/|$)/i;

/** Callers are told apart by address; a proxy before the app is one caller, so there is room for many behind it. */
export const requestRates = {
  /** Requests with the right token. */
  bearing: { burst: 2_000, perSecond: 200 },
  /** Requests without it. Whoever bears the token is not limited by those of others who share the address. */
  refused: { burst: 30, perSecond: 0.5 },
} as const;

/** As Express has it: the path by which it finds the route, also where the request names a whole address. */
interface PathedRequest extends IncomingMessage {
  readonly path: string;
}

/**
 * Every path under /api and /internal needs the bearer token, and so do the metrics unless METRICS_OPEN is on. It stands
 * before the body parser: of a request without the token no body is read.
 */
export function guardRequests({ apiToken, personOf, tokenName, metricsOpen }: Guarded) {
  const bearing = new RateLimit(requestRates.bearing);
  const refused = new RateLimit(requestRates.refused);

  return (request: PathedRequest, _response: ServerResponse, next: (failure?: Failure) => void): void => {
    const { path } = request;
    const isGuarded = inside.test(path) || (!metricsOpen && figures.test(path));
    if (!isGuarded) return next();
    const caller = request.socket.remoteAddress ?? '';
    const isKnown = bearsToken(request, apiToken) || (api.test(path) && personOf?.(request) !== undefined);
    const waitMs = (isKnown ? bearing : refused).take(caller, performance.now());
    if (waitMs > 0) return next(tooMany(waitMs));
    next(isKnown ? undefined : notAuthorized(tokenName));
  };
}

export const tooMany = (waitMs: number): Failure =>
  new Failure('Too many requests came from this address.', {
    code: 'rate-limited',
    stage: 'authorization',
    disposition: 'retry',
    retryAfterMs: waitMs,
    fix: 'Wait for as long as the header Retry-After says, and send fewer at a time.',
  });

const notAuthorized = (tokenName: string): Failure =>
  new Failure('This route needs the bearer token of the app.', {
    code: 'not-authorized',
    stage: 'authorization',
    disposition: 'park',
    fix: `Send the header Authorization: Bearer <token>; the token is that of ${tokenName}.`,
  });
