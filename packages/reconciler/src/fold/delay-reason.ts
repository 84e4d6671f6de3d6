import { isFailureCode, type FailureCode } from '@sluice/shared/failure-codes';
import type { Delay } from '@sluice/shared/messages/outcome';
import type { Reason } from '@sluice/shared/status';

/** What passes only when somebody sees to the way to the other system. */
const forWhoeverRunsIt: readonly FailureCode[] = ['credentials-refused', 'scope-missing', 'configuration-invalid'];

/** Why a command in flight does not go on for now, and that this is nobody's work who wrote or approved the document. */
export function delayReason({ code, message }: Delay): Reason {
  const known = isFailureCode(code) ? code : 'unavailable';
  const fix = forWhoeverRunsIt.includes(known)
    ? 'Whoever runs Sluice sees to the access (sluice doctor says what is wrong); then it goes on by itself. Nothing is lost.'
    : 'Nothing needs to be done: it goes on by itself, and nothing is lost.';
  return { code: known, message, fix };
}
