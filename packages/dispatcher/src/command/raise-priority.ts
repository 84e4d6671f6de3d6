import type { Transaction } from '@sluice/runtime/postgres/database';
import { priorities, type Priority } from '@sluice/shared/messages/command';

/**
 * Lets a command that waits pass others, where somebody else asks for the same and cannot wait as long. One that is worked
 * on at this moment needs no help: it is passed over, because whoever works on it may want what the caller holds.
 */
export async function raisePriority(tx: Transaction, commandId: string, priority: Priority): Promise<void> {
  await tx.query(
    `UPDATE command SET priority = $2 WHERE command_id IN (
       SELECT command_id FROM command WHERE command_id = $1 AND priority > $2 AND ended_at IS NULL
       FOR UPDATE SKIP LOCKED)`,
    [commandId, priorities.indexOf(priority)],
  );
}
