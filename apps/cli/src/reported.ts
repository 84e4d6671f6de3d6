import { Failure } from '@sluice/shared/failure';
import type { FailureCode } from '@sluice/shared/failure-codes';

/** Thrown by a command that has printed already what is wrong: it is there for the exit code alone. */
export class Reported extends Failure {
  constructor(code: FailureCode) {
    super('What is wrong has been printed', { code, stage: 'answer', disposition: 'park' });
  }
}
