import { raisePriority } from '@sluice/dispatcher/command/raise-priority';
import { newId } from '@sluice/runtime/ids';
import type { Transaction } from '@sluice/runtime/postgres/database';
import type { Envelope } from '@sluice/shared/envelope';
import { isMoreUrgent, type CoupaCommand, type Priority } from '@sluice/shared/messages/command';
import { fetchScript, type FetchedRef } from './fetch-script.js';

/** The destination of the gateway's own fetches: no sync waits for their outcome. */
export const fetchDestination = 'fetch';

export interface FetchOptions {
  /** Default: live. */
  readonly priority?: Priority;
  readonly cause?: Envelope | undefined;
  /** The snapshot is published even if nothing has changed, so that it comes back where it was lost. */
  readonly republish?: boolean;
}

/**
 * An operator asks for a document, once for each time that one did: a command that is read again, from the beginning of
 * its topic for one, fetches nothing.
 */
export async function requestFetchBy(
  tx: Transaction,
  run: RunCommand,
  document: FetchedRef,
  { at, cause }: { readonly at: string; readonly cause: Envelope },
): Promise<void> {
  const rows: unknown[] = await tx.query(
    `INSERT INTO coupa_document AS known (type, id, requested, operator_at) VALUES ($1, $2, 0, $3)
     ON CONFLICT (type, id) DO UPDATE SET operator_at = excluded.operator_at
       WHERE known.operator_at IS NULL OR known.operator_at < excluded.operator_at
     RETURNING 1`,
    [document.type, document.id, at],
  );
  if (rows.length > 0) await requestFetch(tx, run, document, { cause, republish: true });
}

/** Hands a command to the dispatcher, in the same transaction. */
export type RunCommand = (tx: Transaction, command: CoupaCommand, cause?: Envelope) => Promise<void>;

/**
 * A document was announced as changed, or asked for. One fetch of a document runs at a time; announcements while it runs
 * are covered by one more fetch after it, however many they are. A fetch that waits is as urgent as the most urgent of them:
 * what is announced while a first load is under way does not wait for the load.
 */
export async function requestFetch(
  tx: Transaction,
  run: RunCommand,
  document: FetchedRef,
  options: FetchOptions = {},
): Promise<void> {
  const { priority = 'live' } = options;
  const [row]: { fetching: string | null; fetching_priority: Priority | null }[] = await tx.query(
    `INSERT INTO coupa_document AS known (type, id, requested, republish_requested)
     VALUES ($1, $2, 1, CASE WHEN $3::boolean THEN 1 END)
     ON CONFLICT (type, id) DO UPDATE SET requested = known.requested + 1,
       republish_requested = CASE WHEN $3::boolean THEN known.requested + 1 ELSE known.republish_requested END
     RETURNING fetching, fetching_priority`,
    [document.type, document.id, options.republish === true],
  );
  if (row === undefined || row.fetching === null) return beginFetch(tx, run, document, options);
  if (!isMoreUrgent(priority, row.fetching_priority ?? 'live')) return;
  await tx.query('UPDATE coupa_document SET fetching_priority = $3 WHERE type = $1 AND id = $2', [
    document.type,
    document.id,
    priority,
  ]);
  await raisePriority(tx, row.fetching, priority);
}

/** The caller holds the lock of the document's row. */
export async function beginFetch(
  tx: Transaction,
  run: RunCommand,
  document: FetchedRef,
  { priority = 'live', cause }: FetchOptions = {},
): Promise<void> {
  const commandId = newId();
  await tx.query(
    `UPDATE coupa_document SET fetching = $3, fetching_covers = requested, fetching_priority = $4
     WHERE type = $1 AND id = $2`,
    [document.type, document.id, commandId, priority],
  );
  const command: CoupaCommand = {
    commandId,
    document,
    destination: fetchDestination,
    priority,
    decidedAt: new Date().toISOString(),
    steps: fetchScript(document),
  };
  await run(tx, command, cause);
}
