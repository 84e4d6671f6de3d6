import { XMLParser } from 'fast-xml-parser';

/** An XML document as what JSON would say: the fields below its root, each a text, an object, or a list where it stands more than once. */
export interface XmlDocument {
  /** Coupa's roots name the kind of document: `order-header`, `invoice-header`, `supplier`. */
  readonly root: string;
  readonly fields: unknown;
}

/** A document of Coupa nests its objects about ten deep. */
const depthMax = 50;

const parser = new XMLParser({
  // Rails' `type` and `nil` say nothing that an event is told by.
  ignoreAttributes: true,
  ignoreDeclaration: true,
  ignorePiTags: true,
  // Ids stay the text that they were written as.
  parseTagValue: false,
  maxNestedTags: depthMax - 1,
  jPath: false,
});

/** The characters that XML 1.0 allows: no null, which Postgres could not keep. */
const allowed = /^[\t\n\r\x20-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]*$/u;

/**
 * Throws where the text is no XML, or XML that declares anything: entities may be defined to grow without end, or to
 * name files, so a document type is refused unread, even as text in CDATA.
 */
export function parseXml(text: string): XmlDocument {
  if (/<!(?!\[CDATA\[|--)/.test(text)) throw new Error('a document type is not read');
  if (!allowed.test(text)) throw new Error('it has characters that XML forbids');
  const document = withoutEmpty(parser.parse(text, true)) as Readonly<Record<string, unknown>>;
  const [first, ...more] = Object.entries(document);
  if (first === undefined || more.length > 0 || Array.isArray(first[1])) throw new Error('it must have one root');
  const [root, fields] = first;
  // A prefix is the sender's own choice and tells nothing of the kind.
  return { root: root.slice(root.indexOf(':') + 1), fields: fields ?? {} };
}

/** The encoding that an XML declaration names. */
export const declaredEncoding = (text: string): string | undefined =>
  /^<\?xml\s[^>]*?\sencoding\s*=\s*["']([^"']*)["']/.exec(text)?.[1];

/** An empty element is what Coupa writes for nothing. */
function withoutEmpty(value: unknown): unknown {
  if (value === '') return null;
  if (Array.isArray(value)) return value.map(withoutEmpty);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([field, part]) => [field, withoutEmpty(part)]));
}
