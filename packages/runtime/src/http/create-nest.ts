import type { DynamicModule, Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { pinoHttp } from 'pino-http';
import type { Logger } from '../logging/logger.js';
import { nestLogger } from '../logging/nest-logger.js';
import { serializeError } from '../logging/serialize-error.js';
import { BearerGuard, type Guarded } from './bearer-guard.js';
import { FailureFilter } from './failure-filter.js';
import { limitServer } from './limit-server.js';

export interface HttpOptions {
  readonly modules: readonly (Type | DynamicModule)[];
  readonly logger: Logger;
  readonly guarded: Guarded;
  readonly rawBody: boolean;
  readonly bodyLimitBytes: number;
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
  nest.use(requestLog(logger));
  if (rawBody) nest.useBodyParser('raw', { type: () => true, limit });
  else nest.useBodyParser('json', { limit });
  nest.useGlobalGuards(new BearerGuard(options.guarded));
  nest.useGlobalFilters(new FailureFilter(logger));
  return nest;
}

/**
 * One line a request; the questions of the platform, asked every few seconds, only at debug. What a caller did wrong is
 * no fault of the app: were it a warning, anybody could write warnings.
 */
const requestLog = (logger: Logger) =>
  pinoHttp({
    logger,
    customLogLevel: (request, response, error) => {
      if (error !== undefined || response.statusCode >= 500)
        return request.url?.startsWith('/health') ? 'debug' : 'error';
      return /^\/(health|metrics)/.test(request.url ?? '') ? 'debug' : 'info';
    },
    serializers: {
      req: ({ method, url }: { method: string; url: string }) => ({ method, url }),
      res: ({ statusCode }: { statusCode: number }) => ({ statusCode }),
      err: serializeError,
    },
  });

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
