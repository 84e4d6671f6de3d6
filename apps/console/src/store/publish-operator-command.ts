import type { Database, Transaction } from '@sluice/runtime/postgres/database';
import { beginTrace } from '@sluice/runtime/tracing/begin-trace';
import type { Tracing } from '@sluice/runtime/tracing/tracing';
import { documentKey, type DocumentRef } from '@sluice/shared/document';
import { checkSettlement } from '../domain/check-settlement.js';
import { invalidInput } from '../read-input.js';
import type { KeptDestination } from './record-row.js';

/**
 * What a person wants done about a document. `settle` says whether a step took effect whose answer was lost; `fetch` asks
 * Coupa for the document, also where none is known.
 */
export type Wish =
  | { readonly action: 'retry' | 'fetch' }
  | { readonly action: 'ignore'; readonly because: string }
  | {
      readonly action: 'settle';
      readonly commandId: string;
      readonly step: string;
      readonly verdict: 'done' | 'not-done';
    };

function sentenceOf(wish: Wish, by: string): string {
  switch (wish.action) {
    case 'retry':
      return `${by} asked to try again`;
    case 'fetch':
      return `${by} asked Coupa for it anew`;
    case 'ignore':
      return `${by} asked to leave it as it is: ${wish.because}`;
    case 'settle':
      return `${by} says that ${wish.step} was ${wish.verdict === 'done' ? 'done' : 'not done'}`;
  }
}

/**
 * Tells those who work on the document, and the history; false when no such document is known that would have to be.
 * Throws Failure `body-invalid` where a person settles what nobody asked about.
 */
export const publishOperatorCommand = (
  { database, tracing }: { readonly database: Database; readonly tracing: Tracing },
  document: DocumentRef,
  wish: Wish,
  by: string,
): Promise<boolean> =>
  database.transaction(async (tx) => {
    if (wish.action !== 'fetch') {
      const destinations = await loadDestinations(tx, document);
      if (destinations === undefined) return false;
      if (wish.action === 'settle') {
        const problem = checkSettlement(destinations, documentKey(document), wish);
        if (problem !== undefined) throw invalidInput(problem.message, problem.fix);
      }
    }
    const cause = beginTrace(tracing, 'console', `asked to ${wish.action}`, document);
    await database.outbox.put(tx, {
      topic: 'operator.v1',
      key: documentKey(document),
      value: { ...wish, document, by, at: new Date().toISOString() },
      cause,
    });
    await database.outbox.audit(tx, {
      document,
      action: `operator-${wish.action}`,
      summary: sentenceOf(wish, by),
      by,
      cause,
      ...(wish.action === 'settle' && {
        details: { commandId: wish.commandId, step: wish.step, verdict: wish.verdict },
      }),
    });
    return true;
  });

/** The parts of a document; `undefined` when nothing was ever heard of it. */
async function loadDestinations(
  tx: Transaction,
  { type, id }: DocumentRef,
): Promise<readonly KeptDestination[] | undefined> {
  const rows: { destinations: KeptDestination[] }[] = await tx.query(
    'SELECT destinations FROM record WHERE type = $1 AND document_id = $2',
    [type, id],
  );
  return rows[0]?.destinations;
}
