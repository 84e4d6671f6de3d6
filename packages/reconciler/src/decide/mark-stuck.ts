import { documentKey } from '@sluice/shared/document';
import { Failure } from '@sluice/shared/failure';
import type { FailureCode } from '@sluice/shared/failure-codes';
import type { DestinationStatus, DocumentStatus } from '@sluice/shared/messages/document-status';
import type { Reason } from '@sluice/shared/status';
import type { Transaction } from '@sluice/runtime/postgres/database';
import { isContention, isStorageAway } from '@sluice/runtime/postgres/storage-errors';
import { boundedText } from '../bounded-text.js';
import type { AnyDomain } from '../decision.js';
import type { KnownDocument, Stuck } from '../document/knowledge.js';
import { loadDestinations } from '../document/destination-rows.js';
import { loadKeys, loadKnowledge } from '../document/load-knowledge.js';
import { makeFoundDue } from '../document/make-found-due.js';
import { runWithLookups } from '../document/run-with-lookups.js';
import { showDestination } from '../document/show-destination.js';
import { publishStatus } from '../publish/publish-status.js';
import type { DecideContext } from './decide-context.js';

/** Characters of the stack that the history keeps. */
const stackMax = 20_000;

/**
 * Deciding threw, or what was decided can be neither kept nor sent, and it would be so again: the document is set aside with
 * the reason, for all to see, and its destinations stay as they were. Whatever is newly known about it decides again, and
 * so does a release of another version. Where not even that can be told, it is set aside without a word here, and
 * readiness names it.
 */
export async function markStuck(
  tx: Transaction,
  context: DecideContext,
  document: KnownDocument,
  thrown: unknown,
): Promise<FailureCode> {
  const { ref } = document;
  const stuck = stuckOf(thrown, context.codeVersion, document.stuck);
  const reason = reasonOf(thrown, stuck);
  const { codeVersion } = context;
  await tx.query(
    `UPDATE document SET stuck = $3, asked_by = NULL, is_retried = false, due_at = NULL, until_priority = NULL WHERE type = $1 AND id = $2`,
    [ref.type, ref.id, JSON.stringify(stuck)],
  );
  const tell = async (shown: Pick<DocumentStatus, 'title' | 'm3' | 'destinations'>) =>
    publishStatus(
      tx,
      context.database,
      document,
      { ...shown, status: 'Needs attention', reason },
      { stack: stuck.stack, codeVersion },
    );
  await firstThatWorks(tx, [
    async () =>
      tell({
        ...(await describedIfPossible(tx, context, document)),
        destinations: await destinationsAsKept(tx, document),
      }),
    // What is kept of it may be the very thing that cannot be sent.
    () => tell({ title: documentKey(ref), destinations: [] }),
    async () => undefined,
  ]);
  return reason.code;
}

/** Each attempt undoes what the one before has begun. What passes by itself is thrown. */
async function firstThatWorks(tx: Transaction, attempts: readonly (() => Promise<void>)[]): Promise<void> {
  for (const attempt of attempts) {
    await tx.query('SAVEPOINT before_telling');
    try {
      return await attempt();
    } catch (thrown) {
      if (isStorageAway(thrown) || isContention(thrown)) throw thrown;
      await tx.query('ROLLBACK TO SAVEPOINT before_telling');
    }
  }
}

/** A document too large is its own trouble; everything else is ours. */
function reasonOf(thrown: unknown, stuck: Stuck): Reason & { readonly code: FailureCode } {
  const failure = Failure.from(thrown, 'decide');
  if (failure.code === 'message-too-large')
    return {
      code: 'message-too-large',
      message: `What was decided cannot be sent: ${stuck.message}`,
      ...(failure.fix !== undefined && { fix: failure.fix }),
    };
  return {
    code: 'decide-failed',
    message: `Deciding failed: ${stuck.message}`,
    fix: 'This is a fault of Sluice. Report the text in the history of this document; a new release tries again by itself.',
  };
}

function stuckOf(thrown: unknown, codeVersion: string, before: Stuck | undefined): Stuck {
  const error = thrown instanceof Error ? thrown : new Error(String(thrown));
  const origin = error.cause instanceof Error ? error.cause : error;
  return {
    message: boundedText(error.message),
    stack: boundedText(origin.stack ?? origin.message, stackMax),
    codeVersions: [...new Set([...(before?.codeVersions ?? []), codeVersion])],
  };
}

/** What threw may be the very code that knows the document's name. */
async function describedIfPossible(tx: Transaction, { domains }: DecideContext, document: KnownDocument) {
  const domain = domains.get(document.ref.type) as AnyDomain;
  const known = await loadKnowledge(tx, document);
  try {
    return await runWithLookups(domain, known, loadKeys(tx), (view) => domain.describe(view));
  } catch {
    return { title: documentKey(document.ref) };
  }
}

async function destinationsAsKept(tx: Transaction, { ref }: KnownDocument): Promise<DestinationStatus[]> {
  const waits: { destination: string; topic: string; key: string }[] = await tx.query(
    `SELECT destination, topic, key FROM waiting WHERE type = $1 AND id = $2 AND missing ORDER BY topic, key`,
    [ref.type, ref.id],
  );
  return (await loadDestinations(tx, ref)).flatMap(({ status, ...destination }) =>
    status
      ? [
          showDestination(
            { ...destination, status },
            waits.filter((wait) => wait.destination === destination.name),
          ),
        ]
      : [],
  );
}

/** Documents on which every version that saw them threw are due again when this one has not seen them yet; returns how many. */
export const retryStuck = ({ database, domains, codeVersion }: DecideContext): Promise<number> =>
  makeFoundDue(
    database,
    `SELECT type, id, NULL::smallint AS urgency FROM document
     WHERE stuck IS NOT NULL AND NOT stuck->'codeVersions' @> to_jsonb($1::text) AND type = ANY ($2)`,
    [codeVersion, [...domains.keys()]],
  );
