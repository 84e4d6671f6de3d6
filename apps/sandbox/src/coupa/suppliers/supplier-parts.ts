import { isObject, textOf, type Json, type JsonObject } from '../../json.js';
import { sameContent } from './same-content.js';
import { requireFields, type SupplierEdit } from './supplier-edit.js';

/** The records that are a supplier's own. */
type Part = 'address' | 'contact' | 'remit-to-address';

const POSTAL = ['street1', 'city', 'postal-code', 'country'];

/** What Coupa's pages call required of each, over the API. */
const REQUIRED: Readonly<Record<Part, readonly string[]>> = {
  address: POSTAL,
  contact: [],
  'remit-to-address': ['remit-to-code', ...POSTAL],
};

const takeId = ({ store }: SupplierEdit, part: Part, wanted?: number): number =>
  (part === 'contact' ? store.contactIds : store.addressIds).take(wanted);

const fullName = (contact: JsonObject): string =>
  ['name-prefix', 'name-given', 'name-additional', 'name-family', 'name-suffix']
    .map((name) => textOf(contact[name]))
    .filter((text) => text !== '')
    .join(' ');

const complete = (part: Part, record: JsonObject): JsonObject =>
  part === 'contact'
    ? { ...record, 'name-fullname': fullName(record) || null }
    : part === 'remit-to-address'
      ? { active: true, ...record }
      : record;

interface Place {
  readonly part: Part;
  readonly path: string;
}

function writePart(
  edit: SupplierEdit,
  { part, path }: Place,
  known: JsonObject | undefined,
  given: JsonObject,
): JsonObject {
  if (edit.by === 'api') requireFields(edit, given, REQUIRED[part], { path, isNew: !known });
  if (known) {
    const edited = complete(part, { ...known, ...given, id: known['id'] ?? null });
    return sameContent(known, edited) ? known : { ...edited, 'updated-at': edit.now };
  }
  const id = takeId(edit, part, typeof given['id'] === 'number' ? given['id'] : undefined);
  return complete(part, { 'created-at': edit.now, 'updated-at': edit.now, ...given, id });
}

/** Coupa: the attributes of a supplier's address or contact can be edited, the object itself cannot be swapped. */
function editPart(edit: SupplierEdit, place: Place, known: Json | undefined, given: Json): Json {
  const { path } = place;
  const held = isObject(known) ? known : undefined;
  if (!isObject(given)) {
    if (held) edit.problems[path] = ["can't be blank"];
    return given;
  }
  const { id } = given;
  const isOther = held ? id !== undefined && id !== held['id'] : id !== undefined && edit.by === 'api';
  if (isOther) {
    edit.problems[`${path}.id`] = ['cannot be swapped: only the attributes of the one that there is can be edited'];
    return given;
  }
  return writePart(edit, place, held, given);
}

const recordsOf = (list: Json | undefined): readonly JsonObject[] =>
  Array.isArray(list) ? (list as readonly Json[]).filter(isObject) : [];

/** The list after a change: one with a known id takes over what is given, one without an id is new, the others stay. */
function mergeParts(
  edit: SupplierEdit,
  { part, path }: Place,
  known: Json | undefined,
  given: Json,
): readonly JsonObject[] {
  const records = [...recordsOf(known)];
  recordsOf(given).forEach((one, index) => {
    const place = { part, path: `${path}[${index}]` };
    const at = records.findIndex(({ id }) => id === one['id']);
    if (at < 0 && one['id'] !== undefined && edit.by === 'api') {
      edit.problems[`${place.path}.id`] = [`${textOf(one['id'])} does not exist`];
    } else {
      const written = writePart(edit, place, records[at], one);
      if (at < 0) records.push(written);
      else records[at] = written;
    }
  });
  return records;
}

/** Coupa: a remit-to code is unique within its supplier. */
function checkRemitToCodes({ problems }: SupplierEdit, remitTos: readonly JsonObject[]): void {
  const codes = remitTos.map((one) => textOf(one['remit-to-code'])).filter((code) => code !== '');
  const twin = codes.find((code, index) => codes.indexOf(code) !== index);
  if (twin !== undefined) problems['remit-to-addresses.remit-to-code'] = [`${twin} has already been taken`];
}

/** Where a supplier holds what is its own: one, or a list. */
const OWN: Readonly<Record<string, { readonly part: Part; readonly write: typeof editPart | typeof mergeParts }>> = {
  'primary-address': { part: 'address', write: editPart },
  'primary-contact': { part: 'contact', write: editPart },
  'supplier-addresses': { part: 'address', write: mergeParts },
  contacts: { part: 'contact', write: mergeParts },
  'remit-to-addresses': { part: 'remit-to-address', write: mergeParts },
};

/** The addresses and contacts of which something is given, as they are after the write. */
export function writeParts(edit: SupplierEdit, known: JsonObject, given: JsonObject): JsonObject {
  const written = Object.entries(OWN).flatMap(([path, { part, write }]): [string, Json][] => {
    const value = given[path];
    return value === undefined ? [] : [[path, write(edit, { part, path }, known[path], value)]];
  });
  const parts = Object.fromEntries(written);
  checkRemitToCodes(edit, recordsOf(parts['remit-to-addresses']));
  return parts;
}
