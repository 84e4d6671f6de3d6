import type { Transaction } from '@sluice/runtime/postgres/database';
import type { Outcome } from '@sluice/shared/messages/outcome';
import { hasEnded, type CommandProgress, type Due, type StepProgress } from './command-progress.js';
import type { DispatcherContext } from '../dispatcher-context.js';
import type { StoredCommand } from './load-command.js';
import { outcomeOf } from './outcome-of.js';
import { backOffMs } from '../settings.js';
import { describeOutcome } from './describe-outcome.js';

/**
 * Saves how far a command is and when it is looked at again. When it has ended by this, or a person is asked, its
 * outcome leaves in the same transaction. Answers when that is, where it is known.
 */
export async function saveCommand(
  tx: Transaction,
  context: DispatcherContext,
  stored: StoredCommand,
  after: CommandProgress,
  due: Due,
): Promise<Date | undefined> {
  const { head, progress: before } = stored;
  const ended = hasEnded(after.state);
  const tells = after.state !== before.state && (ended || after.state === 'needs-operator');
  const outcome = tells ? outcomeOf(head, after, new Date().toISOString()) : undefined;
  const waitMs = ended || after.state === 'needs-operator' ? null : waitOf(context, after, due);
  const [[row]]: [{ due_at: Date | null }[]] = await tx.query(
    `UPDATE command SET state = $2, run = $3, undo = $4, message = $5,
       due_at = clock_timestamp() + $6::double precision * interval '1 millisecond',
       outcome = coalesce($7::jsonb, outcome),
       ended_at = CASE WHEN $8 THEN coalesce(ended_at, clock_timestamp()) END
     WHERE command_id = $1 RETURNING due_at`,
    [
      head.commandId,
      after.state,
      after.run,
      after.undo === null ? null : JSON.stringify(after.undo),
      after.message,
      waitMs,
      outcome === undefined ? null : JSON.stringify(outcome),
      ended,
    ],
  );
  for (const [index, step] of after.steps.entries())
    if (step !== before.steps[index]) await saveStep(tx, head.commandId, step);
  if (outcome !== undefined) await publishEnd(tx, context, stored, outcome);
  return row?.due_at ?? undefined;
}

async function publishEnd(
  tx: Transaction,
  context: DispatcherContext,
  { head, cause }: StoredCommand,
  outcome: Outcome,
): Promise<void> {
  await context.protocol.publish(tx, head, outcome, cause);
  await context.database.outbox.audit(tx, {
    document: head.document,
    action: 'command-ended',
    summary: describeOutcome(context.protocol.system, outcome),
    direction: context.protocol.direction,
    details: {
      commandId: head.commandId,
      result: outcome.result,
      refusals: outcome.refusals,
      message: outcome.message,
    },
    ...(cause !== undefined && { cause }),
  });
}

function waitOf({ settings }: DispatcherContext, progress: CommandProgress, due: Due): number | null {
  if (due === 'now') return 0;
  if (due === 'settle') return settings.settleMs;
  if (due === 'never') return null;
  const attempts = Math.max(progress.undo?.attempts ?? 0, ...progress.steps.map((step) => openAttempts(step)));
  return backOffMs(settings, attempts);
}

const openAttempts = (step: StepProgress): number => (step.endedAt === null ? step.attempts : 0);

async function saveStep(tx: Transaction, commandId: string, step: StepProgress): Promise<void> {
  await tx.query(
    `UPDATE step SET state = $3, items = $4, attempts = $5, not_seen = $6, outcome_unknown = $7, refusal_in_doubt = $8,
       request_id = $9, probe = $10, ended_at = $11
     WHERE command_id = $1 AND id = $2`,
    [
      commandId,
      step.id,
      step.state,
      JSON.stringify(step.items),
      step.attempts,
      step.notSeen,
      step.outcomeUnknown,
      step.refusalInDoubt,
      step.requestId,
      step.probe === null ? null : JSON.stringify(step.probe),
      step.endedAt,
    ],
  );
}
