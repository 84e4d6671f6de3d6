import { newId } from '@sluice/runtime/ids';
import type { Database, Transaction } from '@sluice/runtime/postgres/database';
import type { CoupaCommand } from '@sluice/shared/messages/command';
import { beginRound, type PollRound } from './poll-round.js';
import { intervalOf, type PollSettings } from './poll-settings.js';
import { pageScript, pollQueryName, pollQueryOf, type PollQuery } from './poll-queries.js';
import type { RunCommand } from '../fetch/request-fetch.js';

/** The destination of the commands that read lists: no sync waits for their outcome. */
export const pollDestination = 'poll';

interface DueCursor {
  readonly name: string;
  readonly watermark: Date | null;
  readonly begun_at: Date;
  readonly now: Date;
}

/** Each poll query has its row; the first round begins at once, for what happened while the gateway was not there. */
export async function openCursors(database: Database, settings: PollSettings): Promise<void> {
  for (const pollQuery of settings.pollQueries)
    await database.query(
      `INSERT INTO cursor (name, due_at) VALUES ($1, now() + $2 * interval '1 millisecond')
       ON CONFLICT (name) DO NOTHING`,
      [pollQueryName(pollQuery), pollQuery.kind === 'count' ? intervalOf(pollQuery, settings) : 0],
    );
}

/**
 * Begins the rounds that are due. One at a time for each poll query, over all processes: the row is locked, and it is not due
 * again before its command has ended. The dispatcher that holds the lease sends it.
 */
export const beginDueRounds = (database: Database, run: RunCommand, settings: PollSettings): Promise<number> =>
  database.transaction(async (tx) => {
    const due: DueCursor[] = await tx.query(
      `SELECT name, watermark, begun_at, clock_timestamp() AS now FROM cursor
       WHERE due_at <= clock_timestamp() AND reading IS NULL AND name = ANY($1) ORDER BY name FOR UPDATE SKIP LOCKED`,
      [settings.pollQueries.map(pollQueryName)],
    );
    for (const cursor of due) {
      const pollQuery = pollQueryOf(cursor.name);
      if (pollQuery === undefined) continue;
      await beginPage(tx, run, pollQuery, beginRound(cursor.now, sinceOf(pollQuery, cursor, settings)), settings);
    }
    return due.length;
  });

function sinceOf({ kind }: PollQuery, { watermark, begun_at: begunAt }: DueCursor, settings: PollSettings) {
  if (kind === 'not-exported' || kind === 'load') return undefined;
  if (kind === 'count') return begunAt;
  return new Date((watermark ?? begunAt).getTime() - settings.overlapMs);
}

/** Hands the read of the round's next page to the dispatcher. The caller holds the lock of the cursor. */
export async function beginPage(
  tx: Transaction,
  run: RunCommand,
  pollQuery: PollQuery,
  round: PollRound,
  { statuses }: PollSettings,
): Promise<void> {
  const commandId = newId();
  await tx.query('UPDATE cursor SET round = $2, reading = $3 WHERE name = $1', [
    pollQueryName(pollQuery),
    JSON.stringify(round),
    commandId,
  ]);
  const since = round.since === undefined ? undefined : new Date(round.since);
  const command: CoupaCommand = {
    commandId,
    // A list is no document; its requests stand in the history under this name.
    document: { type: pollQuery.type, id: pollDestination },
    destination: pollDestination,
    priority: pollQuery.kind === 'load' ? 'first-load' : 'replay',
    decidedAt: new Date().toISOString(),
    steps: pageScript(pollQuery, { since, afterId: round.afterId, statuses: statuses[pollQuery.type] }),
  };
  await run(tx, command);
}
