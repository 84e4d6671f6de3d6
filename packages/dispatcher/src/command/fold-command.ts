import type { Transaction } from '@sluice/runtime/postgres/database';
import type { Envelope } from '@sluice/shared/envelope';
import type { Withdrawal } from '@sluice/shared/messages/command';
import { freshProgress, hasEnded, type CommandProgress } from './command-progress.js';
import { findBlockReason } from '../delay/find-block-reason.js';
import { publishPending } from '../delay/publish-delay.js';
import type { DispatcherContext } from '../dispatcher-context.js';
import { loadCommand, type StoredCommand } from './load-command.js';
import { outcomeOf } from './outcome-of.js';
import type { CommandHead, GatewayCommand } from '../protocol.js';
import { saveCommand } from './save-command.js';

const priorities = { live: 0, replay: 1, 'first-load': 2 } as const;

/**
 * Accepts a command, once per command id. One that is known already is a question: it is answered with its outcome, or
 * with `pending` and what holds it up. One that is not known and was decided too long ago is answered `expired` and never
 * run, because it may be an old message read again.
 */
export async function foldCommand(
  tx: Transaction,
  context: DispatcherContext,
  command: GatewayCommand | Withdrawal,
  cause?: Envelope,
): Promise<void> {
  const isNew = await insertCommand(tx, command, cause);
  const stored = (await loadCommand(tx, command.commandId)) as StoredCommand;
  if ('withdraw' in command) return withdraw(tx, context, stored, isNew);
  if (!isNew) return answerAgain(tx, context, stored);
  const progress = freshProgress(command.steps.map((step) => step.id));
  if (await isTooOld(tx, command, context.settings.commandAgeMs))
    return void (await saveCommand(tx, context, stored, { ...progress, steps: [], state: 'expired' }, 'never'));
  await insertSteps(tx, command.commandId, progress);
  await saveCommand(tx, context, { ...stored, progress }, progress, 'now');
}

async function insertCommand(
  tx: Transaction,
  command: GatewayCommand | Withdrawal,
  cause?: Envelope,
): Promise<boolean> {
  const isCommand = !('withdraw' in command);
  const rows: unknown[] = await tx.query(
    `INSERT INTO command (command_id, document_type, document_id, destination, priority, decided_at, body, cause, state)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'queued')
     ON CONFLICT (command_id) DO NOTHING RETURNING command_id`,
    [
      command.commandId,
      command.document.type,
      command.document.id,
      command.destination,
      isCommand ? priorities[command.priority] : 0,
      isCommand ? command.decidedAt : null,
      isCommand ? JSON.stringify(command) : null,
      cause === undefined ? null : JSON.stringify(cause),
    ],
  );
  return rows.length > 0;
}

async function insertSteps(tx: Transaction, commandId: string, progress: CommandProgress): Promise<void> {
  for (const [position, step] of progress.steps.entries())
    await tx.query(
      `INSERT INTO step (command_id, position, id, state, items, attempts, not_seen, outcome_unknown, refusal_in_doubt)
       VALUES ($1, $2, $3, $4, '[]', 0, 0, false, false)`,
      [commandId, position, step.id, step.state],
    );
}

async function isTooOld(tx: Transaction, command: GatewayCommand, commandAgeMs: number): Promise<boolean> {
  const [row]: { old: boolean }[] = await tx.query(
    `SELECT $1::timestamptz < clock_timestamp() - $2::double precision * interval '1 millisecond' AS old`,
    [command.decidedAt, commandAgeMs],
  );
  return row?.old === true;
}

/** "Do not run it if nothing has left": answered, or the command goes on and answers with its own end. */
async function withdraw(
  tx: Transaction,
  context: DispatcherContext,
  stored: StoredCommand,
  isNew: boolean,
): Promise<void> {
  if (!isNew && hasEnded(stored.progress.state)) return answerAgain(tx, context, stored);
  if (!isNew && (await somethingLeft(tx, stored.head))) return;
  await saveCommand(tx, context, stored, { ...stored.progress, state: 'withdrawn' }, 'never');
}

async function somethingLeft(tx: Transaction, { commandId }: CommandHead): Promise<boolean> {
  const rows: unknown[] = await tx.query(
    `SELECT 1 FROM request_item JOIN request ON request.id = request_id
     WHERE command_id = $1 AND request.state NOT IN ('not-sent', 'rejected') LIMIT 1`,
    [commandId],
  );
  return rows.length > 0;
}

async function answerAgain(tx: Transaction, context: DispatcherContext, stored: StoredCommand): Promise<void> {
  const { head, progress, outcome, cause } = stored;
  const isAlive = !hasEnded(progress.state) && progress.state !== 'needs-operator';
  if (isAlive) return publishPending(tx, context, stored, progress, await findBlockReason(tx, context, stored));
  const published = outcome ?? outcomeOf(context.protocol, stored, progress, new Date().toISOString());
  await context.publish(tx, head, published, cause);
}
