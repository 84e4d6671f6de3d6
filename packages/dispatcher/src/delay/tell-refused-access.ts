import { loadCommands } from '../command/load-command.js';
import type { DispatcherContext } from '../dispatcher-context.js';
import { refusedAccessReason } from './find-block-reason.js';
import { publishPending } from './publish-delay.js';

/** Commands told in one transaction; they are loaded whole. */
const batchMax = 50;

/**
 * Tells the syncs of all commands that wait for their turn that nobody is let in: a person must act, and whoever waits for
 * a document is not to wonder until the sync asks. Each is told once, however often the access is tried in vain.
 */
export async function tellRefusedAccess(context: DispatcherContext): Promise<void> {
  while ((await tellBatch(context)) === batchMax);
}

const tellBatch = (context: DispatcherContext): Promise<number> =>
  context.database.transaction(async (tx) => {
    const refused = await refusedAccessReason(tx, context);
    if (refused === undefined) return 0;
    const untold: { command_id: string }[] = await tx.query(
      `SELECT command_id FROM command WHERE due_at IS NOT NULL AND delay ->> 'code' IS DISTINCT FROM $1
       ORDER BY priority, due_at LIMIT ${batchMax} FOR UPDATE SKIP LOCKED`,
      [refused.code],
    );
    const commands = await loadCommands(
      tx,
      untold.map(({ command_id }) => command_id),
    );
    for (const stored of commands.values()) await publishPending(tx, context, stored, stored.progress, refused);
    return untold.length;
  });
