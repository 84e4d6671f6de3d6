import type { Transaction } from '@sluice/runtime/postgres/database';
import { hasEnded, type CommandProgress } from '../command/command-progress.js';
import type { StoredCommand } from '../command/load-command.js';
import { outcomeOf } from '../command/outcome-of.js';
import type { DispatcherContext } from '../dispatcher-context.js';
import type { BlockReason } from './block-reason.js';
import { formatDelay } from './format-delay.js';

/** Publishes that the command is alive, and what holds it up, where something does. */
export async function publishPending(
  tx: Transaction,
  { protocol, publish }: DispatcherContext,
  stored: StoredCommand,
  progress: CommandProgress,
  blockReason: BlockReason | undefined,
): Promise<void> {
  const { head, cause } = stored;
  const now = new Date();
  await remember(tx, head.commandId, blockReason);
  const delay = blockReason && formatDelay(protocol.system, blockReason, now);
  const outcome = outcomeOf(protocol, stored, progress, now.toISOString());
  await publish(tx, head, { ...outcome, ...(delay && { delay }) }, cause);
}

/**
 * After an answer: publishes when the command begins to be held up, when it is so for another reason, and when it no
 * longer is; not each time that it is tried in vain. The outcome of one that has ended says more than that.
 */
export async function publishDelay(
  tx: Transaction,
  context: DispatcherContext,
  stored: StoredCommand,
  progress: CommandProgress,
  blockReason: BlockReason | undefined,
): Promise<void> {
  const { delay: published, head } = stored;
  if (!hasEnded(progress.state) && progress.state !== 'needs-operator') {
    if (blockReason?.kind !== published?.kind || blockReason?.code !== published?.code)
      await publishPending(tx, context, stored, progress, blockReason);
  } else if (published !== undefined) await remember(tx, head.commandId, undefined);
}

const remember = (tx: Transaction, commandId: string, blockReason: BlockReason | undefined): Promise<unknown> =>
  tx.query(`UPDATE command SET delay = $2 WHERE command_id = $1`, [
    commandId,
    blockReason === undefined ? null : JSON.stringify(blockReason),
  ]);
