import { z } from 'zod';
import { documentTypeNames } from './document-types.js';

/** The types of business document that the registry lists. The name is part of every key: `purchase-order/2400`. */
export const DocumentType = z.enum(documentTypeNames);
export type DocumentType = z.infer<typeof DocumentType>;

/** Control characters belong to no id; Postgres and logs cannot even hold the first of them. */
const DocumentId = z
  .string()
  .min(1)
  .max(64)
  .refine((id) => !/\p{Cc}/u.test(id), 'an id holds no control characters');

/** One document of the business, named by its type and by the id that Coupa gave it. */
export const DocumentRef = z.object({ type: DocumentType, id: DocumentId });
export type DocumentRef = z.infer<typeof DocumentRef>;

/** The business key `<type>/<id>` under which everything about a document is sent, so that it stays in order. */
export const documentKey = (document: DocumentRef): string => `${document.type}/${document.id}`;

/** The opposite of {@link documentKey}; `undefined` when the text is no such key. */
export function parseDocumentKey(key: string): DocumentRef | undefined {
  const slash = key.indexOf('/');
  if (slash === -1) return undefined;
  const parsed = DocumentRef.safeParse({ type: key.slice(0, slash), id: key.slice(slash + 1) });
  return parsed.success ? parsed.data : undefined;
}
