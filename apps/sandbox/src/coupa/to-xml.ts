import { isObject, textOf, type Json, type JsonObject } from '../json.js';
import { objects } from './fields/objects.js';

const escape = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/** In a list each element has the name of its object; where that is not declared, the list's name without its s. */
function elementName(objectName: string, field: string): string {
  const kind = objects[objectName]?.get(field);
  return kind?.kind === 'list' ? kind.of : field.replace(/s$/, '');
}

function childOf(objectName: string, field: string): string {
  const kind = objects[objectName]?.get(field);
  return kind?.kind === 'list' || kind?.kind === 'object' ? kind.of : '';
}

function element(objectName: string, field: string, value: Json): string {
  // Coupa leaves out what is nothing.
  if (value === null) return '';
  const child = childOf(objectName, field);
  if (Array.isArray(value)) {
    const name = elementName(objectName, field);
    const content = (value as readonly Json[]).map((one) =>
      isObject(one) ? `<${name}>${fieldsOf(child, one)}</${name}>` : `<${name}>${escape(textOf(one))}</${name}>`,
    );
    return `<${field}>${content.join('')}</${field}>`;
  }
  return `<${field}>${isObject(value) ? fieldsOf(child, value) : escape(textOf(value))}</${field}>`;
}

const fieldsOf = (objectName: string, document: JsonObject): string =>
  Object.entries(document)
    .map(([field, value]) => element(objectName, field, value))
    .join('');

const HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n';

/** `order-headers`, `currencies`, `addresses`. */
const plural = (name: string): string =>
  name.endsWith('y') ? `${name.slice(0, -1)}ies` : name.endsWith('s') ? `${name}es` : `${name}s`;

/** A document in Coupa's XML, its object as the root. */
export const toXml = (objectName: string, document: JsonObject): string =>
  `${HEAD}<${objectName}>${fieldsOf(objectName, document)}</${objectName}>`;

/** A list in Coupa's XML: its root is the plural of the object, whatever the path was. */
export function listToXml(objectName: string, documents: readonly JsonObject[]): string {
  const root = plural(objectName);
  const content = documents.map((one) => `<${objectName}>${fieldsOf(objectName, one)}</${objectName}>`);
  return `${HEAD}<${root}>${content.join('')}</${root}>`;
}

/** What Coupa found wrong; the field stands in the text, unless the whole is meant. */
export function errorsToXml(errors: Readonly<Record<string, readonly string[]>>): string {
  const texts = Object.entries(errors).flatMap(([field, messages]) =>
    messages.map((message) => (field === 'base' ? message : `${field} ${message}`)),
  );
  return `${HEAD}<errors>${texts.map((text) => `<error>${escape(text)}</error>`).join('')}</errors>`;
}
