import { withField } from '@sluice/shared/coupa/supplier-bank-fields';
import type { DocumentRef } from '@sluice/shared/document';
import { coupaSideOf, isFetchedType, type FetchedType } from '@sluice/shared/document-types';
import type { CoupaStep } from '@sluice/shared/script';

/** A document that is read from Coupa. */
export type FetchedRef = DocumentRef & { readonly type: FetchedType };

export const isFetched = (document: DocumentRef): document is FetchedRef => isFetchedType(document.type);

/** The read that fetches one document; `more` names fields that this installation reads besides. */
export function fetchScript({ type, id }: FetchedRef, more: readonly (readonly string[])[] = []): [CoupaStep] {
  const { path, fields: always, query } = coupaSideOf(type);
  const fields = more.reduce(withField, always);
  return [
    {
      id: 'fetch',
      method: 'GET',
      path: `${path}/${encodeURIComponent(id)}`,
      query: { fields: JSON.stringify(fields), ...query },
      repeat: 'safe',
    },
  ];
}
