import type { Transaction } from '@sluice/runtime/postgres/database';
import type { Envelope } from '@sluice/shared/envelope';
import { priorities, type Withdrawal } from '@sluice/shared/messages/command';
import { nextRequestOfNew } from '../request/ready-command.js';
import { requireOperator } from '../step/resolve-unknown-outcome.js';
import { freshProgress, hasEnded, withStep, type CommandProgress } from './command-progress.js';
import { findBlockReason, refusedAccessReason } from '../delay/find-block-reason.js';
import { publishPending } from '../delay/publish-delay.js';
import type { DispatcherContext } from '../dispatcher-context.js';
import { loadCommand, policiesOf, type StoredCommand } from './load-command.js';
import { raisePriority } from './raise-priority.js';
import { outcomeOf } from './outcome-of.js';
import type { GatewayCommand, StepPolicy } from '../protocol.js';
import { saveCommand } from './save-command.js';
import { whyNotCommit, type Objection } from './why-not-commit.js';

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
  if (!isNew) {
    // A sync that asks again may have more reason to hurry than before: what it loads was edited meanwhile.
    await raisePriority(tx, command.commandId, command.priority);
    return answerAgain(tx, context, stored);
  }
  const progress = freshProgress(command.steps.map((step) => step.id));
  if (await isTooOld(tx, command, context.settings.commandAgeMs))
    return void (await saveCommand(tx, context, stored, { ...progress, steps: [], state: 'expired' }, 'never'));
  await insertSteps(tx, command.commandId, progress);
  const queued = { ...stored, progress };
  const objection = await whyNotCommit(tx, context, command);
  if (objection !== undefined && objection.do !== 'wait') {
    const policies = policiesOf(context.protocol, command);
    return void (await saveCommand(tx, context, queued, objected(policies, progress, objection), 'never'));
  }
  await saveCommand(tx, context, queued, progress, 'now', nextRequestOfNew(context, queued));
  if (objection !== undefined) await postponeTo(tx, command.commandId, objection.until);
  const refused = await refusedAccessReason(tx, context);
  if (refused !== undefined) await publishPending(tx, context, queued, progress, refused);
}

const postponeTo = (tx: Transaction, commandId: string, until: Date): Promise<unknown> =>
  tx.query('UPDATE command SET due_at = $2 WHERE command_id = $1', [commandId, until]);

/** Nothing of it is sent: it is refused, or a person is asked about the step that counts. */
function objected(
  policies: readonly StepPolicy[],
  progress: CommandProgress,
  { do: what, message }: Exclude<Objection, { do: 'wait' }>,
): CommandProgress {
  const { id } = policies.find(({ commit }) => commit) as StepPolicy;
  if (what === 'require-operator') return requireOperator(progress, id, message).progress;
  const refusal = { code: 'destination-busy', message };
  const refused = withStep(progress, id, { state: 'nok', items: [{ state: 'nok', records: [], refusal }] });
  return { ...refused, state: 'refused', message };
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
      isCommand ? priorities.indexOf(command.priority) : 0,
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

/** "Do not run it if no write of it has left": answered, or the command goes on and answers with its own end. */
async function withdraw(
  tx: Transaction,
  context: DispatcherContext,
  stored: StoredCommand,
  isNew: boolean,
): Promise<void> {
  if (!isNew && hasEnded(stored.progress.state)) return answerAgain(tx, context, stored);
  if (!isNew && (await hasWriteLeft(tx, context, stored))) return;
  await saveCommand(tx, context, stored, { ...stored.progress, state: 'withdrawn' }, 'never');
}

/** Reads change nothing in the other system. Of a command that this release cannot read, every step counts as a write. */
async function hasWriteLeft(
  tx: Transaction,
  { protocol }: DispatcherContext,
  { head, body, progress }: StoredCommand,
): Promise<boolean> {
  const reads = policiesOf(protocol, body).flatMap(({ id, kind }) => (kind === 'read' ? [id] : []));
  const writes = progress.steps.map(({ id }) => id).filter((id) => !reads.includes(id));
  const rows: unknown[] = await tx.query(
    `SELECT 1 FROM request_item JOIN request ON request.id = request_id
     WHERE command_id = $1 AND step_id = ANY($2) AND request.state NOT IN ('not-sent', 'rejected') LIMIT 1`,
    [head.commandId, writes],
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
