import { Failure } from '@sluice/shared/failure';

/** Classes of SQLSTATE that the same statement would meet again: data, integrity, limits. */
const lastingStates = /^(22|23|54)/;

/**
 * Whether deciding the same again would throw the same again. Everything else, a database that is away above all, passes
 * by itself and must not leave a mark on the document.
 */
export function isBug(thrown: unknown): boolean {
  if (thrown instanceof Failure) return thrown.stage === 'decide' || thrown.stage === 'publish';
  if (thrown instanceof TypeError || thrown instanceof RangeError || thrown instanceof ReferenceError) return true;
  const state = (thrown as { driverError?: { code?: unknown } } | undefined)?.driverError?.code;
  return typeof state === 'string' && state.length === 5 && lastingStates.test(state);
}
