import { failureCodes, type FailureCode } from '@sluice/shared/failure-codes';
import type { CoupaCommand, M3Command } from '@sluice/shared/messages/command';
import type { Outcome } from '@sluice/shared/messages/outcome';
import type { Reason } from '@sluice/shared/status';
import { systemLabel, systemOf } from '../system-of.js';

type Refusal = Outcome['refusals'][number];

/** Every message with which the other system refused a command, each with its step and, where a step has several, its line. */
export function refusalReason(outcome: Outcome, command: M3Command | CoupaCommand): Reason {
  const system = systemLabel(outcome.destination);
  const messages = outcome.refusals.map((refusal) => messageOf(refusal, command));
  const all = messages.length > 0 ? messages.join('; ') : (outcome.message ?? 'no reason was given');
  return {
    code: codeOf(outcome),
    message: `${system} refused: ${all}`,
    fix: `Correct what ${system} names, in Coupa, in M3 or in a mapping, then retry the document.`,
  };
}

/** A gateway refuses some commands itself with a code of our own list; the rest are the other system's messages. */
function codeOf({ destination, refusals }: Outcome): FailureCode {
  const own = failureCodes.find((code) => refusals.length === 1 && refusals[0]?.code === code);
  return own ?? (systemOf(destination) === 'm3' ? 'm3-refused' : 'coupa-refused');
}

function messageOf(refusal: Refusal, command: M3Command | CoupaCommand): string {
  const line = refusal.index !== undefined && countOf(refusal.step, command) > 1 ? `, line ${refusal.index + 1}` : '';
  const field = refusal.field ? `, field ${refusal.field}` : '';
  return `${refusal.step}${line}${field}: ${refusal.message} (${refusal.code})`;
}

function countOf(step: string, command: M3Command | CoupaCommand): number {
  const found = command.steps.find(({ id }) => id === step);
  return found && 'transactions' in found ? found.transactions.length : 1;
}
