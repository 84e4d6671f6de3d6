import type { Transaction } from '@sluice/runtime/postgres/database';
import { isStorageAway } from '@sluice/runtime/postgres/storage-errors';
import { becomesUnknown, type CommandProgress } from '../command/command-progress.js';
import { unknownOutcomeReason } from '../delay/block-reason.js';
import { publishDelay } from '../delay/publish-delay.js';
import type { DispatcherContext } from '../dispatcher-context.js';
import type { Purpose } from './outgoing-request.js';
import { loadCommand, readCommand } from '../command/load-command.js';
import { unanswered } from './fold-answer.js';
import type { GatewayCommand } from '../protocol.js';
import { saveCommand } from '../command/save-command.js';
import type { Lease } from '../lease/take-lease.js';

const isInFlight = `due_at IS NULL AND ended_at IS NULL AND state <> 'needs-operator'`;

const isHeld = `EXISTS (SELECT 1 FROM lease WHERE name = $1 AND term = $2 AND expires_at > clock_timestamp())`;

/** None of its requests can still be answered: each is recorded, or past its deadline; and none is in the hands of this process. */
const isOrphaned = `${isInFlight} AND NOT EXISTS (
  SELECT 1 FROM request_item JOIN request ON request.id = request_id
  WHERE request_item.command_id = command.command_id
    AND (request.id = ANY($3::uuid[]) OR answered_at IS NULL AND deadline > clock_timestamp()))
  AND ${isHeld}`;

/**
 * After a take-over: whatever earlier terms left in flight counts as unanswered from this moment on, because its
 * request may still be under way, or may never have left. Answers how many commands that concerns. A holder that has lost
 * the lease meanwhile recovers nothing more: what is in flight by then is its successor's.
 */
export const recoverInFlight = <Command extends GatewayCommand, Call>(
  context: DispatcherContext<Command, Call>,
  lease: Lease,
): Promise<number> => recoverAll(context, `${isInFlight} AND ${isHeld}`, () => [lease.account, lease.term], stillOpen);

/**
 * While the lease is held: a request is orphaned when its intent was committed, but this process never learned it because
 * the answer to its COMMIT was lost. After its deadline it counts as unanswered. `inHand`: the requests that this process
 * is working on, which may be late only because the database cannot take their answers yet.
 */
export const recoverOrphaned = <Command extends GatewayCommand, Call>(
  context: DispatcherContext<Command, Call>,
  lease: Lease,
  inHand: () => readonly string[],
): Promise<number> => recoverAll(context, isOrphaned, () => [lease.account, lease.term, inHand()], notAwaited);

/** Each in its own transaction, in which it is asked once more whether it is still so. */
async function recoverAll<Command extends GatewayCommand, Call>(
  context: DispatcherContext<Command, Call>,
  which: string,
  parameters: () => unknown[],
  summary: (step: string) => string,
): Promise<number> {
  const rows = await context.database.query<CommandRow>(`SELECT command_id FROM command WHERE ${which}`, parameters());
  const last = `$${parameters().length + 1}`;
  for (const row of rows)
    await inOwnTransaction(context, row, (tx) =>
      recover(tx, context, row.command_id, {
        summary,
        stillSo: async () => {
          const still: unknown[] = await tx.query(`SELECT 1 FROM command WHERE ${which} AND command_id = ${last}`, [
            ...parameters(),
            row.command_id,
          ]);
          return still.length > 0;
        },
      }),
    );
  return rows.length;
}

const stillOpen = (step: string): string => `The answer to ${step} was still open when the dispatcher changed.`;
const notAwaited = (step: string): string =>
  `The request for ${step} was on record, but its answer was no longer awaited.`;

interface CommandRow {
  readonly command_id: string;
}

/** A command that this release cannot read must not keep the others from going on; it is tried again later. */
async function inOwnTransaction(
  context: DispatcherContext,
  { command_id: commandId }: CommandRow,
  work: (tx: Transaction) => Promise<void>,
): Promise<void> {
  try {
    await context.database.transaction(work);
  } catch (thrown) {
    if (isStorageAway(thrown)) throw thrown;
    context.log.error({ commandId, err: thrown }, 'a command in flight could not be recovered');
    await context.database.query(
      `UPDATE command SET due_at = clock_timestamp() + $2 * interval '1 millisecond'
       WHERE command_id = $1 AND ${isInFlight}`,
      [commandId, context.settings.retryMaxMs],
    );
  }
}

async function recover<Command extends GatewayCommand, Call>(
  tx: Transaction,
  context: DispatcherContext<Command, Call>,
  commandId: string,
  { summary, stillSo }: { summary: (step: string) => string; stillSo: () => Promise<boolean> },
): Promise<void> {
  const stored = await loadCommand(tx, commandId);
  if (stored === undefined || !(await stillSo())) return;
  const open = inFlight(stored.progress);
  if (open === undefined) return;
  const { policies } = readCommand(context.protocol, stored.body);
  const { progress, due } = unanswered(policies, stored.progress, open);
  if (open.purpose === 'step' && becomesUnknown(stored.progress, progress, open.step))
    await context.database.outbox.audit(tx, {
      document: stored.head.document,
      action: 'step-unknown',
      summary: summary(open.step),
      direction: context.protocol.direction,
      details: { commandId, step: open.step },
      ...(stored.cause !== undefined && { cause: stored.cause }),
    });
  const dueAt = await saveCommand(tx, context, stored, progress, due);
  if (due === 'settle')
    await publishDelay(
      tx,
      context,
      stored,
      progress,
      unknownOutcomeReason(open.step, 'the gateway stopped meanwhile', dueAt),
    );
}

function inFlight(progress: CommandProgress): { purpose: Purpose; step: string } | undefined {
  if (progress.undo?.state === 'intended') return { purpose: 'undo', step: progress.undo.step };
  const step = progress.steps.find((one) => one.state === 'intended' || one.state === 'probing');
  if (step === undefined) return undefined;
  return { purpose: step.state === 'intended' ? 'step' : 'probe', step: step.id };
}
