import type { Transaction } from '@sluice/runtime/postgres/database';
import type { CommandProgress } from './command-progress.js';
import type { DispatcherContext } from './dispatcher-context.js';
import type { Purpose } from './flight.js';
import { loadCommand } from './load-command.js';
import { unanswered } from './fold-answer.js';
import type { GatewayCommand } from './protocol.js';
import { saveCommand } from './save-command.js';

/**
 * After a take-over: whatever earlier terms left in flight counts as unanswered from this moment on, because its
 * request may still be under way, or may never have left. Answers how many commands that concerns.
 */
export async function recoverInFlight<Command extends GatewayCommand, Call>(
  context: DispatcherContext<Command, Call>,
): Promise<number> {
  const rows = await context.database.query<{ command_id: string }>(
    `SELECT command_id FROM command WHERE due_at IS NULL AND ended_at IS NULL AND state <> 'asked-person'`,
  );
  for (const row of rows) await context.database.transaction((tx) => recover(tx, context, row.command_id));
  return rows.length;
}

async function recover<Command extends GatewayCommand, Call>(
  tx: Transaction,
  context: DispatcherContext<Command, Call>,
  commandId: string,
): Promise<void> {
  const stored = await loadCommand(tx, commandId);
  const open = stored === undefined ? undefined : inFlight(stored.progress);
  if (stored === undefined || open === undefined) return;
  const command = context.protocol.parse(stored.body);
  const policies = command.steps.map((step) => context.protocol.policyOf(step));
  const { progress, due } = unanswered(policies, stored.progress, open);
  await saveCommand(tx, context, stored, progress, due);
  if (open.purpose !== 'step') return;
  await context.database.outbox.audit(tx, {
    document: stored.head.document,
    action: 'step-unknown',
    summary: `The answer to ${open.step} was still open when the dispatcher changed.`,
    direction: context.protocol.direction,
    details: { commandId, step: open.step },
    ...(stored.cause !== undefined && { cause: stored.cause }),
  });
}

function inFlight(progress: CommandProgress): { purpose: Purpose; step: string } | undefined {
  if (progress.undo?.state === 'intended') return { purpose: 'undo', step: progress.undo.step };
  const step = progress.steps.find((one) => one.state === 'intended' || one.state === 'probing');
  if (step === undefined) return undefined;
  return { purpose: step.state === 'intended' ? 'step' : 'probe', step: step.id };
}
