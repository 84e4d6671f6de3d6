import { Failure } from '@sluice/shared/failure';
import type { FailureCode } from '@sluice/shared/failure-codes';

/** The result of one check of `sluice doctor`. */
export interface Finding {
  readonly check: string;
  /** `unknown`: it could not be checked, because something before it fails or a setting is missing. */
  readonly state: 'ok' | 'warning' | 'failed' | 'unknown';
  readonly detail: string;
  /** What to do about it, as a sentence. */
  readonly hint?: string;
  readonly code?: FailureCode;
}

export const ok = (check: string, detail: string): Finding => ({ check, state: 'ok', detail });

export const warning = (check: string, detail: string, hint: string): Finding => ({
  check,
  state: 'warning',
  detail,
  hint,
});

export const failed = (check: string, code: FailureCode, detail: string, hint: string): Finding => ({
  check,
  state: 'failed',
  code,
  detail,
  hint,
});

export const unknown = (check: string, detail: string, hint?: string): Finding => ({
  check,
  state: 'unknown',
  detail,
  ...(hint !== undefined && { hint }),
});

/** A check that throws has failed, for that reason. */
export function failedFrom(check: string, thrown: unknown): Finding {
  const { code, message, fix } = Failure.from(thrown);
  return { check, state: 'failed', code, detail: message, ...(fix !== undefined && { hint: fix }) };
}
