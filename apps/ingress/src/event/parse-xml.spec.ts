import { describe, expect, it } from 'vitest';
import { declaredEncoding, parseXml } from './parse-xml.js';

const declaration = '<?xml version="1.0" encoding="UTF-8"?>\n';

describe('a document in XML says the same as in JSON', () => {
  it('its root, and below it texts, objects, lists, and nothing for what is empty', () => {
    const xml = `${declaration}<order-header>
      <id type="integer">2400</id><po-number>A &amp; B</po-number><status nil="true"/><supplier><id>77</id></supplier>
      <order-lines type="array"><order-line><id>1</id></order-line><order-line><id>2</id></order-line></order-lines>
      <!-- a comment --><comment><![CDATA[1 < 2]]></comment></order-header>`;
    expect(parseXml(xml)).toEqual({
      root: 'order-header',
      fields: {
        id: '2400',
        'po-number': 'A & B',
        status: null,
        supplier: { id: '77' },
        'order-lines': { 'order-line': [{ id: '1' }, { id: '2' }] },
        comment: '1 < 2',
      },
    });
  });

  it.each(['007', '12345678901234567890', '1e5', '0x1F', 'true'])(
    '%s stays the text that it was written as',
    (text) => {
      expect(parseXml(`<a><id>${text}</id></a>`).fields).toEqual({ id: text });
    },
  );

  it('a root with a prefix is known by its local name', () => {
    const xml = '<c:order-header xmlns:c="urn:c"><id>1</id></c:order-header>';
    expect(parseXml(xml)).toEqual({ root: 'order-header', fields: { id: '1' } });
  });

  it('a root with nothing in it has no fields', () => {
    expect(parseXml('<ping/>')).toEqual({ root: 'ping', fields: {} });
  });
});

const billionLaughs = `<!DOCTYPE a [<!ENTITY l "ha"><!ENTITY m "&l;&l;&l;&l;&l;&l;&l;&l;"><!ENTITY n "&m;&m;&m;&m;&m;&m;">]>
  <a><id>&n;</id></a>`;

describe('what would do harm is refused', () => {
  it.each([
    ['entities that grow', billionLaughs],
    ['an entity that names a file', '<!DOCTYPE a [<!ENTITY f SYSTEM "file:///etc/passwd">]><a><id>&f;</id></a>'],
    ['a document type elsewhere', '<a><!DOCTYPE b SYSTEM "http://127.0.0.1/b.dtd"></a>'],
    ['a document type in other letters', '<!doctype a><a/>'],
    ['a document type that CDATA hides', '<a><![CDATA[<!DOCTYPE a>]]></a>'],
    ['more depth than any document has', `${'<a>'.repeat(51)}${'</a>'.repeat(51)}`],
    ['depth without end', '<a>'.repeat(50_000)],
    ['a null character', '<a><id>1\0</id></a>'],
    ['a field of every object', '<a><__proto__><id>1</id></__proto__></a>'],
  ])('%s', (_, xml) => {
    expect(() => parseXml(xml)).toThrow();
  });

  it('depth of fifty is read', () => {
    expect(parseXml(`${'<a>'.repeat(50)}${'</a>'.repeat(50)}`).root).toBe('a');
  });

  it('an entity that nobody declared stays as it is written', () => {
    expect(parseXml('<a><id>&foo;</id></a>').fields).toEqual({ id: '&foo;' });
  });
});

it.each([
  ['JSON', '{"id":1}'],
  ['nothing', ''],
  ['a comment alone', '<!-- a -->'],
  ['no end', '<a><id>1</id>'],
  ['another end', '<a><id>1</a></id>'],
  ['two roots', '<a/><b/>'],
  ['the same root twice', '<a/><a/>'],
  ['text after the root', '<a><id>1</id></a>x'],
  ['a bare ampersand', '<a>b & c</a>'],
])('%s is no XML', (_, text) => {
  expect(() => parseXml(text)).toThrow();
});

it.each([
  ['<?xml version="1.0" encoding="ISO-8859-1"?><a/>', 'ISO-8859-1'],
  ["<?xml version='1.0' encoding = 'utf-8' standalone='yes'?><a/>", 'utf-8'],
  ['<?xml version="1.0"?><a/>', undefined],
  ['<a><?xml encoding="UTF-16"?></a>', undefined],
])('%s declares %s', (xml, encoding) => {
  expect(declaredEncoding(xml)).toBe(encoding);
});
