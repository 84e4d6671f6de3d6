import type { Transaction } from '@sluice/runtime/postgres/database';
import type { Outcome } from '@sluice/shared/messages/outcome';
import type { DispatcherContext } from '../dispatcher-context.js';
import type { NextRequest } from '../request/form-batch.js';
import { backOffMs } from '../settings.js';
import { hasEnded, type CommandProgress, type Due, type StepProgress } from './command-progress.js';
import type { StoredCommand } from './load-command.js';
import { outcomeOf } from './outcome-of.js';

/**
 * Saves how far a command is and when it is due again. When it has ended by this, or a person is asked, its outcome is
 * published in the same transaction. `next`: what its next request carries, where that is known. Answers when it is due,
 * where that is known.
 */
export async function saveCommand(
  tx: Transaction,
  context: DispatcherContext,
  stored: StoredCommand,
  after: CommandProgress,
  due: Due,
  next?: NextRequest,
): Promise<Date | undefined> {
  const { head, progress: before } = stored;
  const ended = hasEnded(after.state);
  const isPublished = after.state !== before.state && (ended || after.state === 'needs-operator');
  const outcome = isPublished ? outcomeOf(context.protocol, stored, after, new Date().toISOString()) : undefined;
  const waitMs = ended || after.state === 'needs-operator' ? null : waitOf(context, after, due);
  const [[row]]: [{ due_at: Date | null }[]] = await tx.query(
    `UPDATE command SET state = $2, run = $3, undo = $4, undone = $5, message = $6,
       due_at = clock_timestamp() + $7::double precision * interval '1 millisecond',
       outcome = coalesce($8::jsonb, outcome),
       ended_at = CASE WHEN $9 THEN coalesce(ended_at, clock_timestamp()) END,
       next_purpose = $10, next_group = $11, next_calls = $12
     WHERE command_id = $1 RETURNING due_at`,
    [
      head.commandId,
      after.state,
      after.run,
      after.undo === null ? null : JSON.stringify(after.undo),
      after.undone,
      after.message,
      waitMs,
      outcome === undefined ? null : JSON.stringify(outcome),
      ended,
      next?.purpose ?? null,
      next?.group ?? null,
      next?.calls ?? null,
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
  await context.publish(tx, head, outcome, cause);
  await context.database.outbox.audit(tx, {
    document: head.document,
    action: 'command-ended',
    summary: describeOutcome(context.protocol.system, outcome),
    direction: context.protocol.direction,
    details: {
      commandId: head.commandId,
      result: outcome.result,
      effect: outcome.effect,
      refusals: outcome.refusals,
      message: outcome.message,
    },
    ...(cause !== undefined && { cause }),
  });
}

const sentences: Readonly<Record<Outcome['result'], (system: string) => string>> = {
  ok: (system) => `All that was asked of ${system} is done`,
  found: (system) => `${system} holds it already, nothing was written`,
  refused: () => 'It was refused',
  undone: (system) => `It was taken back in ${system}`,
  expired: () => 'It was asked for too long ago to be done now',
  withdrawn: (system) => `It was called off before ${system} was told to change anything`,
  'needs-operator': (system) => `Whether it took effect in ${system} cannot be found out; a person is asked`,
  pending: (system) => `${system} is still at work on it`,
};

/** How a command ended, as its history tells a clerk, with the reason where there is one. */
export function describeOutcome(system: string, { result, refusals, message }: Outcome): string {
  const why = message ?? refusals[0]?.message;
  const sentence = sentences[result](system);
  return why === undefined ? `${sentence}.` : `${sentence}: ${why}`;
}

function waitOf({ settings }: DispatcherContext, progress: CommandProgress, due: Due): number | null {
  if (due === 'now') return 0;
  if (due === 'settle') return settings.settleMs;
  if (due === 'never') return null;
  const attempts = Math.max(progress.undo?.attempts ?? 0, ...progress.steps.map((step) => openAttempts(step)));
  return backOffMs(settings, attempts);
}

/** A probe that is asked in vain counts by itself: its step is sent no more often for that. */
const openAttempts = ({ endedAt, attempts, probe }: StepProgress): number =>
  endedAt === null ? Math.max(attempts, probe?.lost ?? 0) : 0;

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
