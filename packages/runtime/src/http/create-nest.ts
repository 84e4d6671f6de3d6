import type { DynamicModule, Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { Logger } from '../logging/logger.js';
import { nestLogger } from '../logging/nest-logger.js';
import { BearerGuard, type Guarded } from './bearer-guard.js';
import { FailureFilter } from './failure-filter.js';
import { limitServer } from './limit-server.js';
import { traceRequests } from '../tracing/trace-requests.js';
import { type Tracing } from '../tracing/tracing.js';
import { logRequests } from './log-requests.js';

export interface HttpOptions {
  readonly modules: readonly (Type | DynamicModule)[];
  readonly logger: Logger;
  readonly guarded: Guarded;
  readonly rawBody: boolean;
  readonly bodyLimitBytes: number;
  readonly tracing: Tracing;
  /** Paths through which others come in: a request there begins a trace. */
  readonly inboundPaths: readonly string[];
}

/** The Nest application of an app: its log, one answer for failures, guarded inner routes, bodies as asked for. */
export async function createNest(options: HttpOptions): Promise<NestExpressApplication> {
  const { modules, logger, rawBody, bodyLimitBytes: limit } = options;
  const nest = await NestFactory.create<NestExpressApplication>(
    { imports: [...modules] },
    { logger: nestLogger(logger), rawBody, bodyParser: false, abortOnError: false },
  );
  limitServer(nest.getHttpServer());
  nest.disable('x-powered-by');
  // Nobody asks whether an answer has changed, and the tag would be a hash of each.
  nest.disable('etag');
  nest.use(logRequests(logger));
  if (options.inboundPaths.length > 0) nest.use(traceRequests(options.tracing, options.inboundPaths));
  // A signature is over the bytes that were sent, so nothing is unpacked before it was checked: a packed body gets 415.
  if (rawBody) nest.useBodyParser('raw', { type: () => true, limit, inflate: false });
  else nest.useBodyParser('json', { limit });
  nest.useGlobalGuards(new BearerGuard(options.guarded));
  nest.useGlobalFilters(new FailureFilter(logger));
  return nest;
}

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
