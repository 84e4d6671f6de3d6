import type { Transaction } from '@sluice/runtime/postgres/database';
import { hasEnded, type CommandProgress } from '../command/command-progress.js';
import type { StoredCommand } from '../command/load-command.js';
import { outcomeOf } from '../command/outcome-of.js';
import type { DispatcherContext } from '../dispatcher-context.js';
import type { BlockReason } from './block-reason.js';
import { formatDelay } from './format-delay.js';

/** Tells the sync that the command is alive, and what holds it up, where something does. */
export async function publishPending(
  tx: Transaction,
  { protocol }: DispatcherContext,
  { head, cause }: StoredCommand,
  progress: CommandProgress,
  blockReason: BlockReason | undefined,
): Promise<void> {
  const now = new Date();
  await remember(tx, head.commandId, blockReason);
  const delay = blockReason && formatDelay(protocol.system, blockReason, now);
  await protocol.publish(tx, head, { ...outcomeOf(head, progress, now.toISOString()), ...(delay && { delay }) }, cause);
}

/**
 * After an answer: tells the sync when the command begins to be held up, when it is so for another reason, and
 * when it no longer is; not each time that it is tried in vain. One that has ended has told more than that.
 */
export async function publishDelay(
  tx: Transaction,
  context: DispatcherContext,
  stored: StoredCommand,
  progress: CommandProgress,
  blockReason: BlockReason | undefined,
): Promise<void> {
  const { delay: told, head } = stored;
  if (!hasEnded(progress.state) && progress.state !== 'needs-operator') {
    if (blockReason?.kind !== told?.kind || blockReason?.code !== told?.code)
      await publishPending(tx, context, stored, progress, blockReason);
  } else if (told !== undefined) await remember(tx, head.commandId, undefined);
}

const remember = (tx: Transaction, commandId: string, blockReason: BlockReason | undefined): Promise<unknown> =>
  tx.query(`UPDATE command SET delay = $2 WHERE command_id = $1`, [
    commandId,
    blockReason === undefined ? null : JSON.stringify(blockReason),
  ]);
