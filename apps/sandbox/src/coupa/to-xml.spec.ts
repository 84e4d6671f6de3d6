import { expect, it } from 'vitest';
import { toXml } from './to-xml.js';

it('a document in XML has its object as the root, its lists by the name of their objects, and nothing for null', () => {
  const order = {
    id: 2400,
    'po-number': '<2400 & "more">',
    exported: false,
    'ship-to-attention': null,
    supplier: { id: 77 },
    'order-lines': [{ id: 1, 'account-allocations': [{ pct: '60.0' }] }, { id: 2 }],
    attachments: [{ id: 5 }],
  };
  expect(toXml('order-header', order)).toBe(
    '<?xml version="1.0" encoding="UTF-8"?>\n<order-header><id>2400</id>' +
      '<po-number>&lt;2400 &amp; &quot;more&quot;&gt;</po-number><exported>false</exported><supplier><id>77</id></supplier>' +
      '<order-lines><order-line><id>1</id><account-allocations><account-allocation><pct>60.0</pct></account-allocation>' +
      '</account-allocations></order-line><order-line><id>2</id></order-line></order-lines>' +
      '<attachments><attachment><id>5</id></attachment></attachments></order-header>',
  );
});
