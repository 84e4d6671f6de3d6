import { priorities } from '@sluice/shared/messages/command';
import type { Transaction } from '@sluice/runtime/postgres/database';
import type { DocumentRef } from '@sluice/shared/document';
import type { Ref } from '../decision.js';
import type { Destination, KnownDocument } from '../document/knowledge.js';
import { saveDestination } from '../document/destination-rows.js';
import type { AppliedDecision } from './apply-decision.js';
import type { Again } from './apply-decisions.js';

/** What else of a decision is kept. */
export interface DecidedBy {
  /** All that was looked up, with the sequence that was seen. */
  readonly lookups: readonly Ref[];
  /** When to decide again, and how urgent that is. */
  readonly until: Again | undefined;
  readonly atLeastMs: number;
}

/** Keeps what was decided: the destinations, what they wait for, and when to decide again. What had just been read is read no more. */
export async function saveDecided(
  tx: Transaction,
  { ref, priority }: KnownDocument,
  applied: readonly AppliedDecision[],
  again: DecidedBy,
): Promise<void> {
  for (const { destination, message, isWantedSooner = false } of applied) {
    const isOfOneInFlight = isWantedSooner || (message !== undefined && 'withdraw' in message);
    await saveDestination(tx, ref, destination, message && (isOfOneInFlight ? 'asked-again' : 'sent'));
  }
  await tx.query(`DELETE FROM waiting WHERE type = $1 AND id = $2`, [ref.type, ref.id]);
  await insertWaits(tx, ref, [
    ...applied.flatMap(({ destination: { name }, waitsFor }) =>
      waitsFor.map((wait) => ({ name, wait, missing: true })),
    ),
    ...applied.flatMap(({ destination: { name }, watches }) => watches.map((wait) => ({ name, wait, missing: false }))),
    // What a write on its way was made of may turn out wrong before it leaves: another supplier, a corrected mapping.
    ...applied
      .filter(({ destination }) => isWriteInFlight(destination))
      .flatMap(({ destination: { name } }) => again.lookups.map((wait) => ({ name, wait, missing: false }))),
  ]);
  await tx.query(`UPDATE fact SET just_read = false WHERE type = $1 AND id = $2 AND just_read`, [ref.type, ref.id]);
  const own = isAtRest(applied) ? 'live' : priority;
  // A moment that has passed already must not make the loop run in circles without a pause.
  await tx.query(
    `UPDATE document SET stuck = NULL, asked_by = NULL, is_retried = false, priority = $5, until_priority = $6,
       due_at = CASE WHEN $3::timestamptz IS NULL THEN NULL
                ELSE greatest($3::timestamptz, now() + make_interval(secs => $4 / 1000.0)) END
     WHERE type = $1 AND id = $2`,
    [
      ref.type,
      ref.id,
      again.until?.at ?? null,
      again.atLeastMs,
      priorities.indexOf(own),
      again.until === undefined ? null : priorities.indexOf(again.until.priority ?? own),
    ],
  );
}

/** What a replay or a first load has begun goes on at its priority until nothing is on its way or missing any more. */
const isAtRest = (applied: readonly AppliedDecision[]): boolean =>
  applied.every(({ destination, waitsFor }) => destination.inFlight === undefined && waitsFor.length === 0);

export const isWriteInFlight = ({ inFlight }: Destination): boolean => inFlight?.kind === 'write';

interface Wait {
  readonly name: string;
  readonly wait: Ref;
  readonly missing: boolean;
}

async function insertWaits(tx: Transaction, ref: DocumentRef, waits: readonly Wait[]): Promise<void> {
  if (waits.length === 0) return;
  await tx.query(
    `INSERT INTO waiting (type, id, destination, topic, key, seen_sequence, missing)
     SELECT $1, $2, * FROM unnest($3::text[], $4::text[], $5::text[], $6::bigint[], $7::boolean[]) ON CONFLICT DO NOTHING`,
    [
      ref.type,
      ref.id,
      waits.map(({ name }) => name),
      waits.map(({ wait }) => wait.topic),
      waits.map(({ wait }) => wait.key),
      waits.map(({ wait }) => wait.sequence),
      waits.map(({ missing }) => missing),
    ],
  );
}
