import { documentKey } from '@sluice/shared/document';
import type { DestinationStatus } from '@sluice/shared/messages/document-status';
import type { Transaction } from '@sluice/runtime/postgres/database';
import type { AnyDomain } from '../decision.js';
import type { KnownDocument, Stuck } from '../document/knowledge.js';
import { loadDestinations } from '../document/destination-rows.js';
import { loadKeys, loadKnowledge } from '../document/load-knowledge.js';
import { makeFoundDue } from '../document/make-found-due.js';
import { runWithLookups } from '../document/run-with-lookups.js';
import { showDestination } from '../document/show-destination.js';
import { publishStatus } from '../publish/publish-status.js';
import type { DecideContext } from './decide-context.js';

/**
 * Deciding threw, and would throw again: the document is set aside with the stack, for all to see, and its destinations stay as
 * they were. Whatever is newly known about it decides again, and so does a release of another version.
 */
export async function markStuck(
  tx: Transaction,
  context: DecideContext,
  document: KnownDocument,
  thrown: unknown,
): Promise<void> {
  const { ref } = document;
  const stuck = stuckOf(thrown, context.codeVersion, document.stuck);
  await tx.query(`UPDATE document SET stuck = $3, asked_by = NULL, due_at = NULL WHERE type = $1 AND id = $2`, [
    ref.type,
    ref.id,
    JSON.stringify(stuck),
  ]);
  const reason = {
    code: 'decide-failed',
    message: `Deciding failed: ${stuck.message}`,
    fix: 'This is a fault of Sluice. Report the text in the history of this document; a new release tries again by itself.',
  } as const;
  await publishStatus(
    tx,
    context.database,
    document,
    {
      ...(await describedIfPossible(tx, context, document)),
      status: 'Needs attention',
      reason,
      destinations: await destinationsAsKept(tx, document),
    },
    { stack: stuck.stack, codeVersion: context.codeVersion },
  );
}

function stuckOf(thrown: unknown, codeVersion: string, before: Stuck | undefined): Stuck {
  const error = thrown instanceof Error ? thrown : new Error(String(thrown));
  const origin = error.cause instanceof Error ? error.cause : error;
  return {
    message: error.message,
    stack: origin.stack ?? origin.message,
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
    `SELECT destination, topic, key FROM waiting WHERE type = $1 AND id = $2 ORDER BY topic, key`,
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
    `SELECT type, id FROM document
     WHERE stuck IS NOT NULL AND NOT stuck->'codeVersions' @> to_jsonb($1::text) AND type = ANY ($2)`,
    [codeVersion, [...domains.keys()]],
  );
