import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Logger } from '../logging/logger.js';

/**
 * One line a request, written when it is over. Health checks, which come every few seconds, and requests answered 202,
 * which are logged where they are accepted, are at debug. A caller's mistake is no warning: otherwise any caller could fill
 * the log with warnings.
 */
export const logRequests =
  (logger: Logger) =>
  (request: IncomingMessage, response: ServerResponse, next: () => void): void => {
    const { method, url = '' } = request;
    const startedAt = performance.now();
    response.once('close', () => {
      const { statusCode, writableFinished: isAnswered } = response;
      const level = levelOf(url, statusCode);
      if (!logger.isLevelEnabled(level)) return;
      const responseTime = Math.round(performance.now() - startedAt);
      logger[level](
        { req: { method, url }, res: { statusCode }, responseTime },
        isAnswered ? 'request answered' : 'the caller disconnected before the answer',
      );
    });
    next();
  };

function levelOf(url: string, statusCode: number): 'debug' | 'info' | 'error' {
  if (url.startsWith('/health')) return 'debug';
  if (statusCode >= 500) return 'error';
  return statusCode === 202 || url.startsWith('/metrics') ? 'debug' : 'info';
}
