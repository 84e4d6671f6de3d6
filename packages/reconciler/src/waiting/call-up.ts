import type { Database, Transaction } from '@sluice/runtime/postgres/database';
import type { DocumentRef } from '@sluice/shared/document';
import type { Envelope } from '@sluice/shared/envelope';
import { priorities, type Priority } from '@sluice/shared/messages/command';
import { lockDocument } from '../document/lock-document.js';
import { makeDue } from '../document/make-due.js';

/** Documents called up in one go; the rest are found right after. */
const batchMax = 500;

/**
 * Notes that these documents are to be decided, in the transaction that found it out: a crash loses none of them. They
 * become due by {@link makeCalledUpDue}. Without a priority each keeps its own.
 */
export async function callUp(
  tx: Transaction,
  documents: readonly DocumentRef[],
  { priority, cause }: { priority?: Priority; cause?: Envelope | undefined } = {},
): Promise<void> {
  if (documents.length === 0) return;
  await tx.query(
    `INSERT INTO called_up (type, id, priority, cause)
     SELECT type, id, $3, $4 FROM unnest($1::text[], $2::text[]) AS called (type, id)`,
    [
      documents.map(({ type }) => type),
      documents.map(({ id }) => id),
      priority === undefined ? null : priorities.indexOf(priority),
      cause === undefined ? null : JSON.stringify(cause),
    ],
  );
}

interface CalledUp extends DocumentRef {
  readonly positions: readonly string[];
  readonly priority: number | null;
  readonly cause: Envelope | null;
}

/**
 * Makes due what was called up, and creates documents that do not exist yet. Each in a transaction of its own:
 * it waits for a document that is being decided, and so must not hold another one meanwhile. Returns how many there were.
 */
export async function makeCalledUpDue(database: Database): Promise<number> {
  let due = 0;
  for (;;) {
    const called = await database.query<CalledUp>(
      `SELECT type, id, array_agg(position) AS positions, min(priority) AS priority,
         (array_agg(cause ORDER BY position DESC) FILTER (WHERE cause IS NOT NULL))[1] AS cause
       FROM (SELECT * FROM called_up ORDER BY position LIMIT ${batchMax}) AS batch GROUP BY type, id`,
    );
    if (called.length === 0) return due;
    for (const one of called) await makeOneDue(database, one);
    due += called.length;
  }
}

const makeOneDue = (database: Database, { positions, type, id, priority, cause }: CalledUp): Promise<void> =>
  database.transaction(async (tx) => {
    const [notes]: [unknown[], number] = await tx.query(
      `DELETE FROM called_up WHERE position = ANY ($1) RETURNING position`,
      [positions],
    );
    // Another process was quicker.
    if (notes.length === 0) return;
    await lockDocument(tx, { type, id });
    const urgency = priority === null ? undefined : priorities[priority];
    await makeDue(tx, { type, id }, { ...(urgency && { priority: urgency }), ...(cause && { cause }) });
  });

/** Documents that exist from the start: those that are not there yet come into being, and are due. Returns how many. */
export async function insertSeeds(database: Database, seeds: readonly DocumentRef[]): Promise<number> {
  if (seeds.length === 0) return 0;
  const inserted = await database.query(
    `INSERT INTO document (type, id, due_at) SELECT type, id, now() FROM unnest($1::text[], $2::text[]) AS seed (type, id)
     ON CONFLICT DO NOTHING RETURNING id`,
    [seeds.map(({ type }) => type), seeds.map(({ id }) => id)],
  );
  return inserted.length;
}
