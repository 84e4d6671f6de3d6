import { HttpException, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import { Failure } from '@sluice/shared/failure';
import { documentationOf, type FailureCode } from '@sluice/shared/failure-codes';
import type { Logger } from '../logging/logger.js';
import { isStorageAway } from '../postgres/storage-errors.js';

interface Answer {
  status(code: number): Answer;
  setHeader(name: string, value: string): void;
  json(body: unknown): void;
  readonly headersSent: boolean;
}

const statusOf: Partial<Record<FailureCode, number>> = {
  'not-authorized': 401,
  'signature-invalid': 401,
  'personal-token-needed': 403,
  'not-found': 404,
  'body-invalid': 400,
  unreadable: 400,
  'body-too-large': 413,
  'message-too-large': 413,
  'content-type-unsupported': 415,
  'event-id-reused': 409,
  'question-not-asked': 409,
  'storage-away': 503,
  unavailable: 503,
  'rate-limited': 429,
};

/** Whatever a controller throws is answered as `{ error: { code, message, fix, docs } }`; a bug shows no details. */
export class FailureFilter implements ExceptionFilter {
  readonly #logger: Logger;

  constructor(logger: Logger) {
    this.#logger = logger;
  }

  catch(thrown: unknown, host: ArgumentsHost): void {
    const answer = host.switchToHttp().getResponse<Answer>();
    if (answer.headersSent) return;
    const failure = asFailure(thrown);
    const status = statusOf[failure.code] ?? 500;
    if (status >= 500) this.#logger.error({ err: thrown, code: failure.code }, 'a request failed');
    if (status === 503 || status === 429)
      answer.setHeader('Retry-After', String(Math.ceil((failure.retryAfterMs ?? 5_000) / 1000)));
    const { code, message, fix } = failure;
    answer
      .status(status)
      .json({ error: { code, message, ...(fix !== undefined && { fix }), docs: documentationOf(code) } });
  }
}

function asFailure(thrown: unknown): Failure {
  if (thrown instanceof Failure) return thrown;
  if (isStorageAway(thrown))
    return known('storage-away', 'The database does not answer. Try again in a moment.', thrown);
  const status = httpStatusOf(thrown);
  const message = thrown instanceof Error ? thrown.message : 'The request was refused.';
  if (status === 401 || status === 403) return known('not-authorized', message, thrown);
  if (status === 404) return known('not-found', message, thrown);
  if (status === 413) return known('body-too-large', message, thrown);
  if (status === 415) return known('content-type-unsupported', message, thrown);
  if (status >= 400 && status < 500) return known('body-invalid', message, thrown);
  return known('unexpected', 'An internal error. The log has the details.', thrown);
}

const known = (code: FailureCode, message: string, cause: unknown): Failure =>
  new Failure(message, { code, stage: 'input', disposition: 'park', cause });

function httpStatusOf(thrown: unknown): number {
  if (thrown instanceof HttpException) return thrown.getStatus();
  // The body parser's own errors.
  if (thrown instanceof Error && 'status' in thrown && typeof thrown.status === 'number') return thrown.status;
  return 500;
}
