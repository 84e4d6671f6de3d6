import type { Database } from '@sluice/runtime/postgres/database';
import { documentKey, type DocumentRef } from '@sluice/shared/document';

/** What a person wants done about a document. */
export type Wish = { readonly action: 'retry' } | { readonly action: 'ignore'; readonly because: string };

const said = {
  retry: (by: string) => `${by} asked to try again`,
  ignore: (by: string) => `${by} asked to leave it as it is`,
} as const;

/** Tells the sync that owns the document, and the history; false when no such document is known. */
export const askOperator = (database: Database, document: DocumentRef, wish: Wish, by: string): Promise<boolean> =>
  database.transaction(async (tx) => {
    const known: unknown[] = await tx.query('SELECT 1 FROM record WHERE type = $1 AND document_id = $2', [
      document.type,
      document.id,
    ]);
    if (known.length === 0) return false;
    await database.outbox.put(tx, {
      topic: 'operator.v1',
      key: documentKey(document),
      value: { ...wish, document, by, at: new Date().toISOString() },
    });
    await database.outbox.audit(tx, {
      document,
      action: `operator-${wish.action}`,
      summary: said[wish.action](by) + (wish.action === 'ignore' ? `: ${wish.because}` : ''),
      by,
    });
    return true;
  });
