import type { Transaction } from '@sluice/runtime/postgres/database';
import { hasEnded, type CommandProgress } from '../command/command-progress.js';
import type { StoredCommand } from '../command/load-command.js';
import { outcomeOf } from '../command/outcome-of.js';
import type { DispatcherContext } from '../dispatcher-context.js';
import type { Obstacle } from './obstacle.js';
import { wordsForDelay } from './words-for-delay.js';

/** Tells the sync that the command is alive, and what holds it up, where something does. */
export async function tellPending(
  tx: Transaction,
  { protocol }: DispatcherContext,
  { head, cause }: StoredCommand,
  progress: CommandProgress,
  obstacle: Obstacle | undefined,
): Promise<void> {
  const now = new Date();
  await remember(tx, head.commandId, obstacle);
  const delay = obstacle && wordsForDelay(protocol.system, obstacle, now);
  await protocol.publish(tx, head, { ...outcomeOf(head, progress, now.toISOString()), ...(delay && { delay }) }, cause);
}

/**
 * After an answer: tells the sync when the command begins to be held up, when it is so for another reason, and
 * when it no longer is; not each time that it is tried in vain. One that has ended has told more than that.
 */
export async function tellDelay(
  tx: Transaction,
  context: DispatcherContext,
  stored: StoredCommand,
  progress: CommandProgress,
  obstacle: Obstacle | undefined,
): Promise<void> {
  const { delay: told, head } = stored;
  if (!hasEnded(progress.state) && progress.state !== 'asked-person') {
    if (obstacle?.kind !== told?.kind || obstacle?.code !== told?.code)
      await tellPending(tx, context, stored, progress, obstacle);
  } else if (told !== undefined) await remember(tx, head.commandId, undefined);
}

const remember = (tx: Transaction, commandId: string, obstacle: Obstacle | undefined): Promise<unknown> =>
  tx.query(`UPDATE command SET delay = $2 WHERE command_id = $1`, [
    commandId,
    obstacle === undefined ? null : JSON.stringify(obstacle),
  ]);
