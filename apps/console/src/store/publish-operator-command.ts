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
export type OperatorAction =
  | { readonly action: 'retry' | 'fetch' }
  | { readonly action: 'ignore'; readonly because: string }
  | {
      readonly action: 'settle';
      readonly commandId: string;
      readonly step: string;
      readonly verdict: 'done' | 'not-done';
    };

function summaryOf(requested: OperatorAction, by: string): string {
  switch (requested.action) {
    case 'retry':
      return `${by} asked to try again`;
    case 'fetch':
      return `${by} asked Coupa for it anew`;
    case 'ignore':
      return `${by} asked to leave it as it is: ${requested.because}`;
    case 'settle':
      return `${by} says that ${requested.step} was ${requested.verdict === 'done' ? 'done' : 'not done'}`;
  }
}

/**
 * Publishes the command, and a line of history; false where the command needs a known document and there is none.
 * Throws Failure `body-invalid` where a person settles what nobody asked about.
 */
export const publishOperatorCommand = (
  { database, tracing }: { readonly database: Database; readonly tracing: Tracing },
  document: DocumentRef,
  requested: OperatorAction,
  by: string,
): Promise<boolean> =>
  database.transaction(async (tx) => {
    if (requested.action !== 'fetch') {
      const destinations = await loadDestinations(tx, document);
      if (destinations === undefined) return false;
      if (requested.action === 'settle') {
        const problem = checkSettlement(destinations, documentKey(document), requested);
        if (problem !== undefined) throw invalidInput(problem.message, problem.fix);
      }
    }
    const cause = beginTrace(tracing, 'console', `asked to ${requested.action}`, document);
    await database.outbox.put(tx, {
      topic: 'operator.v1',
      key: documentKey(document),
      value: { ...requested, document, by, at: new Date().toISOString() },
      cause,
    });
    await database.outbox.audit(tx, {
      document,
      action: `operator-${requested.action}`,
      summary: summaryOf(requested, by),
      by,
      cause,
      ...(requested.action === 'settle' && {
        details: { commandId: requested.commandId, step: requested.step, verdict: requested.verdict },
      }),
    });
    return true;
  });

/** The destinations of a document; `undefined` where it is not known. */
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
