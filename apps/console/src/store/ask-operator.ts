import type { Database, Transaction } from '@sluice/runtime/postgres/database';
import { documentKey, type DocumentRef } from '@sluice/shared/document';

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

/** Tells those who work on the document, and the history; false when no such document is known that would have to be. */
export const askOperator = (database: Database, document: DocumentRef, wish: Wish, by: string): Promise<boolean> =>
  database.transaction(async (tx) => {
    if (wish.action !== 'fetch' && !(await isKnown(tx, document))) return false;
    await database.outbox.put(tx, {
      topic: 'operator.v1',
      key: documentKey(document),
      value: { ...wish, document, by, at: new Date().toISOString() },
    });
    await database.outbox.audit(tx, {
      document,
      action: `operator-${wish.action}`,
      summary: sentenceOf(wish, by),
      by,
      ...(wish.action === 'settle' && {
        details: { commandId: wish.commandId, step: wish.step, verdict: wish.verdict },
      }),
    });
    return true;
  });

async function isKnown(tx: Transaction, { type, id }: DocumentRef): Promise<boolean> {
  const rows: unknown[] = await tx.query('SELECT 1 FROM record WHERE type = $1 AND document_id = $2', [type, id]);
  return rows.length > 0;
}
