import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { DocumentType, documentKey, parseDocumentKey, type DocumentRef } from './document.js';

const document = fc.record({
  type: fc.constantFrom(...DocumentType.options),
  id: fc.string({ minLength: 1, maxLength: 64 }).filter((id) => !/\p{Cc}/u.test(id)),
});

it('a key leads back to its document, whatever the id holds', () => {
  fc.assert(
    fc.property(document, (ref: DocumentRef) => {
      expect(parseDocumentKey(documentKey(ref))).toEqual(ref);
    }),
  );
});

it.each([
  '',
  '/',
  'supplier',
  'suppliers',
  'supplier/',
  '/77',
  'Supplier/77',
  'order/77',
  `supplier/${'7'.repeat(65)}`,
  'supplier/7\u00007',
  'supplier/7\n',
])('"%s" is the key of no document', (key) => {
  expect(parseDocumentKey(key)).toBeUndefined();
});
