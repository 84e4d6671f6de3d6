import { isObject, textOf, type Json, type JsonObject } from '../../json.js';
import type { CoupaStore } from '../coupa-store.js';
import { objects } from '../fields/objects.js';
import { joinPath, type Author, type SupplierEdit } from './supplier-edit.js';

type Records = ReadonlyMap<number, JsonObject>;

/** ISO 3166-1 alpha-2. Coupa comes with its countries: its API has no resource for them. */
const COUNTRY_CODES = `
AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA CC CD CF
CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH
GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW
KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG
NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN
SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT
ZA ZM ZW`;

const countryNames = new Intl.DisplayNames(['en'], { type: 'region' });

const countries: Records = new Map(
  COUNTRY_CODES.trim()
    .split(/\s+/)
    .map((code, index) => [index + 1, { id: index + 1, code, name: countryNames.of(code) ?? code }]),
);

interface Referable {
  readonly records: (store: CoupaStore) => Records;
  /** What a reference may name in place of the id. */
  readonly keys: readonly string[];
}

const inResource = (resource: string, key: string): Referable => ({
  records: (store) => store.referenceData(resource),
  keys: [key],
});

/** The objects that a supplier refers to and this Coupa knows, by Coupa's names for them. */
const referables: Readonly<Record<string, Referable>> = {
  'account-type': inResource('account_types', 'name'),
  'business-group': inResource('business_groups', 'name'),
  commodity: inResource('commodities', 'name'),
  country: { records: () => countries, keys: ['code', 'name'] },
  'payment-term': inResource('payment_terms', 'code'),
  'shipping-term': inResource('shipping_terms', 'code'),
  supplier: { records: (store) => store.suppliers, keys: ['number', 'name'] },
};

/** What is part of the supplier itself and has references of its own. */
const PARTS = ['address', 'contact', 'remit-to-address'];

/**
 * Coupa takes the id before the natural key. Of what a person has typed the key counts, if there is one: the id may be one
 * of another Coupa, from which the document was copied.
 */
function findReferred({ keys }: Referable, records: Records, given: JsonObject, by: Author): JsonObject | undefined {
  const { id = null } = given;
  const key = keys.find((name) => textOf(given[name]) !== '');
  if (id !== null && (by === 'api' || key === undefined)) return records.get(Number(id));
  return key === undefined ? undefined : [...records.values()].find((one) => one[key] === given[key]);
}

/** Of a parent no more than what names it: its own terms and addresses do not stand in the supplier. */
const shownAs = (object: string, record: JsonObject): JsonObject =>
  object === 'supplier'
    ? { id: record['id'] ?? null, name: record['name'] ?? null, number: record['number'] ?? null }
    : record;

function resolve(edit: SupplierEdit, object: string, referable: Referable, given: Json, path: string): Json {
  if (!isObject(given)) return given;
  const found = findReferred(referable, referable.records(edit.store), given, edit.by);
  if (found) return shownAs(object, found);
  if (edit.by === 'person') return given;
  const named = ['id', ...referable.keys].map((key) => textOf(given[key])).find((text) => text !== '');
  edit.problems[path] =
    named === undefined ? [`must name the id or the ${referable.keys.join(' or ')}`] : [`${named} does not exist`];
  return given;
}

/**
 * Puts what is referred to in the place of each reference: `{"code":"Net 30"}` becomes the payment term. What a person refers to without its being set up here is taken as it is given.
 */
export function resolveReferences(edit: SupplierEdit, objectName: string, given: JsonObject, path = ''): JsonObject {
  const fields = objects[objectName];
  const resolved = Object.entries(given).map(([name, value]): [string, Json] => {
    const kind = fields?.get(name);
    if (kind?.kind !== 'object' && kind?.kind !== 'list') return [name, value];
    const { of } = kind;
    const referable = referables[of];
    const where = joinPath(path, name);
    const one = (content: Json, at: string): Json => {
      if (referable) return resolve(edit, of, referable, content, at);
      return PARTS.includes(of) && isObject(content) ? resolveReferences(edit, of, content, at) : content;
    };
    if (!Array.isArray(value)) return [name, one(value, where)];
    return [name, (value as readonly Json[]).map((content, index) => one(content, `${where}[${index}]`))];
  });
  return Object.fromEntries(resolved);
}
