import { CommanderError } from 'commander';
import { Failure } from '@sluice/shared/failure';

/** By cause, so that a script can tell what to do. */
export const exitCodes = { ok: 0, failure: 1, usage: 2, notReachable: 3, notAuthorized: 4 } as const;

export function exitCodeOf(thrown: unknown): number {
  if (thrown instanceof CommanderError) return thrown.exitCode === 0 ? exitCodes.ok : exitCodes.usage;
  switch (Failure.from(thrown).code) {
    case 'configuration-invalid':
    case 'ionapi-invalid':
      return exitCodes.usage;
    case 'unavailable':
    case 'storage-away':
      return exitCodes.notReachable;
    case 'not-authorized':
    case 'credentials-refused':
    case 'scope-missing':
      return exitCodes.notAuthorized;
    default:
      return exitCodes.failure;
  }
}
