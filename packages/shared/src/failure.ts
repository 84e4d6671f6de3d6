import type { FailureCode } from './failure-codes.js';

/** Where in the way of a message or a call something failed. */
export type FailureStage =
  | 'configuration'
  | 'decode'
  | 'fold'
  | 'decide'
  | 'publish'
  | 'token'
  | 'request'
  | 'answer'
  | 'storage'
  | 'authorization'
  | 'input';

/** What the caller can do: try again later, set it aside for a person, or send the message to the dead letters. */
export type Disposition = 'retry' | 'park' | 'dead-letter';

export interface FailureDetails {
  readonly code: FailureCode;
  readonly stage: FailureStage;
  readonly disposition: Disposition;
  /** What to do about it, as a sentence. */
  readonly fix?: string;
  readonly retryAfterMs?: number;
  readonly cause?: unknown;
}

/** The one error that Sluice throws at its rim. The message says what was wrong and where; `fix` says what to do. */
export class Failure extends Error {
  readonly code: FailureCode;
  readonly stage: FailureStage;
  readonly disposition: Disposition;
  readonly fix: string | undefined;
  readonly retryAfterMs: number | undefined;

  constructor(message: string, details: FailureDetails) {
    super(message, { cause: details.cause });
    this.name = 'Failure';
    this.code = details.code;
    this.stage = details.stage;
    this.disposition = details.disposition;
    this.fix = details.fix;
    this.retryAfterMs = details.retryAfterMs;
  }

  /** Total: whatever was thrown becomes a Failure; an unknown error is a bug that may pass, so it is retried. */
  static from(thrown: unknown, stage: FailureStage = 'fold'): Failure {
    if (thrown instanceof Failure) return thrown;
    return new Failure(textOf(thrown), { code: 'unexpected', stage, disposition: 'retry', cause: thrown });
  }
}

/** Anything can be thrown, even an object that refuses to become text. */
function textOf(thrown: unknown): string {
  try {
    return thrown instanceof Error ? thrown.message : String(thrown);
  } catch {
    return Object.prototype.toString.call(thrown);
  }
}
