import { Failure, type FailureStage } from '@sluice/shared/failure';
import type { FailureCode } from '@sluice/shared/failure-codes';

type RefusalCode = Extract<
  FailureCode,
  'content-type-unsupported' | 'signature-invalid' | 'body-invalid' | 'not-authorized'
>;

/** The answer where the request itself is wrong: sending it again does not help. */
export const refusal = (code: RefusalCode, message: string, cause?: unknown): Failure =>
  new Failure(message, { code, stage: stageOf[code], disposition: 'park', cause });

const stageOf: Record<RefusalCode, FailureStage> = {
  'content-type-unsupported': 'input',
  'signature-invalid': 'input',
  'body-invalid': 'input',
  'not-authorized': 'authorization',
};
