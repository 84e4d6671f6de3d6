import type { Fold } from '@sluice/runtime/kafka/receiver';
import type { Database } from '@sluice/runtime/postgres/database';
import { documentKey } from '@sluice/shared/document';
import { isFetched } from './fetch-script.js';
import { requestFetch, type RunCommand } from './request-fetch.js';

/** "Something happened to this document": it is fetched. Folding a notice twice costs one fetch more and changes nothing. */
export const foldNotice =
  ({ outbox }: Database, run: RunCommand): Fold<'coupa.notice.v1'> =>
  async (tx, { value: { document }, envelope }) => {
    if (isFetched(document)) return requestFetch(tx, run, document, { cause: envelope });
    await outbox.audit(tx, {
      document,
      action: 'notice-ignored',
      summary: `${documentKey(document)} was announced; documents of this kind are not fetched yet`,
      direction: 'in',
      cause: envelope,
    });
  };
