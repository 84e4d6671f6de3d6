import type { Database, Transaction } from '@sluice/runtime/postgres/database';
import { beginTrace } from '@sluice/runtime/tracing/begin-trace';
import type { Tracing } from '@sluice/runtime/tracing/tracing';
import { documentKey, type DocumentRef } from '@sluice/shared/document';
import { isFetchedType, rowOf } from '@sluice/shared/document-types';
import { Failure } from '@sluice/shared/failure';
import { checkAnswer, checkWritten } from '../domain/check-answer.js';
import { checkSettlement } from '../domain/check-settlement.js';
import { invalidInput } from '../read-input.js';
import type { Operator } from '../read-operator.js';
import type { KeptDestination } from './record-row.js';

/**
 * What a person wants done about a document. `answer` answers a question of it; `settle` says whether a step took effect
 * whose answer was lost; `fetch` asks Coupa for the document, also where none is known.
 */
export type OperatorAction =
  | { readonly action: 'retry' | 'fetch' | 'load' }
  | { readonly action: 'ignore'; readonly because: string }
  | {
      readonly action: 'answer';
      readonly question: string;
      readonly answer: string;
      readonly note?: string | undefined;
    }
  | {
      readonly action: 'settle';
      readonly commandId: string;
      readonly step: string;
      readonly verdict: 'done' | 'not-done';
    };

function summaryOf(requested: OperatorAction, document: DocumentRef, by: string): string {
  switch (requested.action) {
    case 'load':
      return isEvery(document)
        ? `${by} asked for all ${rowOf(document.type).label[1]} of Coupa`
        : `${by} asked for all that it can find`;
    case 'retry':
      return `${by} asked to try again`;
    case 'fetch':
      return `${by} asked Coupa for it anew`;
    case 'ignore':
      return `${by} asked to leave it as it is: ${requested.because}`;
    case 'answer':
      return `${by} answered ${requested.answer} to ${requested.question}${requested.note === undefined ? '' : `: ${requested.note}`}`;
    case 'settle':
      return `${by} says that ${requested.step} was ${requested.verdict === 'done' ? 'done' : 'not done'}`;
  }
}

function refuseIf(problem: ReturnType<typeof checkWritten>): void {
  if (problem === undefined) return;
  const { message, ...more } = problem;
  throw new Failure(message, { ...more, stage: 'input', disposition: 'park' });
}

/**
 * Publishes the command, and a line of history; false where the command needs a known document and there is none.
 * Throws Failure `body-invalid` where a person settles what nobody asked about, and that of `checkAnswer` where an answer
 * does not count.
 */
export const publishOperatorCommand = (
  { database, tracing }: { readonly database: Database; readonly tracing: Tracing },
  document: DocumentRef,
  requested: OperatorAction,
  { name: by, isProven }: Operator,
): Promise<boolean> =>
  database.transaction(async (tx) => {
    const isOfOne = !(requested.action === 'load' && isEvery(document));
    if (requested.action !== 'fetch' && isOfOne) {
      const destinations = await loadDestinations(tx, document);
      if (destinations === undefined) return false;
      if (requested.action === 'settle') {
        const problem = checkSettlement(destinations, documentKey(document), requested);
        if (problem !== undefined) throw invalidInput(problem.message, problem.fix);
      }
      if (requested.action === 'answer') {
        refuseIf(checkAnswer(destinations, documentKey(document), { ...requested, isProven }));
      }
      if (requested.action === 'ignore') refuseIf(checkWritten('reason', requested.because));
    }
    const cause = beginTrace(tracing, 'console', `asked to ${requested.action}`, document);
    await database.outbox.put(tx, {
      topic: 'operator.v1',
      key: documentKey(document),
      value: {
        ...requested,
        document,
        by,
        at: new Date().toISOString(),
        ...(requested.action === 'answer' && isProven && { proven: true }),
      },
      cause,
    });
    await database.outbox.audit(tx, {
      ...(isOfOne && { document }),
      action: `operator-${requested.action}`,
      summary: summaryOf(requested, document, by),
      by,
      cause,
      ...(requested.action === 'settle' && {
        details: { commandId: requested.commandId, step: requested.step, verdict: requested.verdict },
      }),
      ...(requested.action === 'answer' && {
        details: { question: requested.question, answer: requested.answer, note: requested.note, isProven },
      }),
    });
    return true;
  });

/** All documents of a type that Coupa has are no document: the history tells of them under none. */
const isEvery = ({ type, id }: DocumentRef): boolean => id === 'all' && isFetchedType(type);

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
