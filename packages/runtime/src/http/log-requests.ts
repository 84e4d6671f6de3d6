import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Logger } from '../logging/logger.js';

/**
 * One line a request, written when it is over. Only at debug are the questions of the platform, asked every few seconds,
 * and what was answered 202: what becomes of that is told by whoever accepted it. What a caller did wrong is no fault of
 * the app: were it a warning, anybody could write warnings.
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
        isAnswered ? 'request answered' : 'the caller left before the answer',
      );
    });
    next();
  };

function levelOf(url: string, statusCode: number): 'debug' | 'info' | 'error' {
  if (url.startsWith('/health')) return 'debug';
  if (statusCode >= 500) return 'error';
  return statusCode === 202 || url.startsWith('/metrics') ? 'debug' : 'info';
}
