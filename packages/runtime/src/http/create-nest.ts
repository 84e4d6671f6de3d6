import type { DynamicModule, LoggerService, Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { Logger } from '../logging/logger.js';
import { guardRequests, type Guarded } from './guard-requests.js';
import { FailureFilter } from './failure-filter.js';
import { traceRequests } from '../tracing/trace-requests.js';
import { type Tracing } from '../tracing/tracing.js';
import { logRequests } from './log-requests.js';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';

export interface HttpOptions {
  readonly modules: readonly (Type | DynamicModule)[];
  readonly logger: Logger;
  readonly guarded: Guarded;
  readonly rawBody: boolean;
  readonly bodyLimitBytes: number;
  /** The one path whose bodies may be larger. */
  readonly largeBodies?: LargeBodies;
  readonly tracing: Tracing;
  /** Paths through which others come in: a request there begins a trace. */
  readonly inboundPaths: readonly string[];
}

export interface LargeBodies {
  readonly path: string;
  readonly limitBytes: number;
}

/** The Nest application of an app: its log, one format of errors, guarded internal routes, bodies raw or parsed. */
export async function createNest(options: HttpOptions): Promise<NestExpressApplication> {
  const { modules, logger, rawBody, bodyLimitBytes: limit } = options;
  const nest = await NestFactory.create<NestExpressApplication>(
    { imports: [...modules] },
    { logger: nestLogger(logger), rawBody, bodyParser: false, abortOnError: false },
  );
  limitServer(nest.getHttpServer());
  nest.disable('x-powered-by');
  // No caller sends If-None-Match, and the tag would cost a hash of each answer.
  nest.disable('etag');
  nest.use(logRequests(logger));
  nest.use(addSecurityHeaders);
  // Before the body parser: of a caller without the token no body is read.
  nest.use(guardRequests(options.guarded));
  if (options.inboundPaths.length > 0) nest.use(traceRequests(options.tracing, options.inboundPaths));
  // A signature covers the bytes that were sent, so nothing is decompressed before it was verified: a compressed body gets 415.
  if (rawBody) nest.useBodyParser('raw', { type: () => true, limit, inflate: false });
  else {
    const { largeBodies } = options;
    if (largeBodies !== undefined)
      nest.useBodyParser('json', {
        limit: largeBodies.limitBytes,
        type: (request: IncomingMessage) => isLarge(request, largeBodies),
      });
    nest.useBodyParser('json', { limit });
  }
  nest.useGlobalFilters(new FailureFilter(logger));
  return nest;
}

/** What the first parser has parsed the second leaves alone. */
const isLarge = (request: IncomingMessage & { path?: string }, { path }: LargeBodies): boolean =>
  request.path === path && /^application\/(?:[\w.-]+\+)?json\b/i.test(request.headers['content-type'] ?? '');

/** Takes no new request and waits for those under way, at most `patienceMs`. */
export async function closeIntake(nest: NestExpressApplication, patienceMs = 10_000): Promise<void> {
  const server = nest.getHttpServer();
  if (!server.listening) return;
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeIdleConnections();
  const timer = setTimeout(() => server.closeAllConnections(), patienceMs);
  await closed;
  clearTimeout(timer);
}

/** Limits of what one caller may use of a shared server. */
export const serverLimits = {
  /** Longest time for the head of a request. */
  headersTimeoutMs: 10_000,
  /** Longest time for a whole request, head and body; answers may take as long as they need. */
  requestTimeoutMs: 20_000,
  /** How often Node looks for requests that take too long. */
  checkMs: 2_000,
  /** Further connections are closed at once. */
  connectionsMax: 1_000,
};

/**
 * Without them, a caller that sends a byte now and then could hold a connection, and what was read of its body, for ever. To
 * be called before the server listens.
 */
export function limitServer(server: Server, limits = serverLimits): void {
  server.headersTimeout = limits.headersTimeoutMs;
  server.requestTimeout = limits.requestTimeoutMs;
  server.maxConnections = limits.connectionsMax;
  // An option of `createServer`, which Nest does not pass on; Node reads it when the server begins to listen, and looks
  // only every 30 s without it.
  Object.assign(server, { connectionsCheckingInterval: limits.checkMs });
}

/** Nest’s own messages go into the same log; those of its start only at debug. */
function nestLogger(logger: Logger): LoggerService {
  const write =
    (level: 'debug' | 'warn' | 'error' | 'fatal') =>
    (message: unknown, ...rest: unknown[]) => {
      const context = rest.findLast((part) => typeof part === 'string');
      if (message instanceof Error) logger[level]({ err: message, context }, message.message);
      else logger[level]({ context }, typeof message === 'string' ? message : JSON.stringify(message));
    };
  return {
    log: write('debug'),
    debug: write('debug'),
    verbose: write('debug'),
    warn: write('warn'),
    error: write('error'),
    fatal: write('fatal'),
  };
}

/** What no answer lacks: nothing of Sluice is kept by a cache, shown in a frame or taken for another type than it is. */
const securityHeaders = {
  'Cache-Control': 'no-store',
  'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Referrer-Policy': 'no-referrer',
  // Browsers heed it over TLS only, which whatever stands before the app ends.
  'Strict-Transport-Security': 'max-age=31536000',
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
} as const;

function addSecurityHeaders(_request: IncomingMessage, response: ServerResponse, next: () => void): void {
  for (const [name, value] of Object.entries(securityHeaders)) response.setHeader(name, value);
  next();
}
