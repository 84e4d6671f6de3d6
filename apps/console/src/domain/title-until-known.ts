import type { DocumentRef } from '@sluice/shared/document';

const words = {
  'purchase-order': 'Purchase order',
  supplier: 'Supplier',
  receipt: 'Receipt',
  invoice: 'Invoice',
} as const satisfies Record<DocumentRef['type'], string>;

/** How a document is called before its sync has given it a title: its kind and Coupa's id. */
export const titleUntilKnown = ({ type, id }: DocumentRef): string => `${words[type]} ${id} (Coupa’s id)`;
