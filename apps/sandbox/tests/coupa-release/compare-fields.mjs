/** The sandbox's objects by their names in the release, where these are not the same words. */
const otherNames = { user: 'UserSimple', 'account-allocation': 'OrderLineAllocation' };

const nameInRelease = (name) =>
  otherNames[name] ?? name.replace(/(^|-)([a-z])/g, (_, _dash, letter) => letter.toUpperCase());

/** What the release does not define and the sandbox has all the same, as `to-json-schema.mjs` says. */
const isOpen = (object, field) => field === 'custom-fields' || (object === 'OrderHeader' && field === 'total');

/** The release names a wrong object for these, most often the one in which they stand. */
const misnamed = new Set([
  'OrderHeader/hide-price',
  'OrderHeader/reason-insight-events',
  'Supplier/diversity-categories',
  'Supplier/supplier-account-types',
  'Supplier/supplier-sites',
  'Address/tax-registrations',
  'RemitToAddress/tax-registrations',
]);

/** Their values are held elsewhere: an order has the statuses of Coupa's guide too, a record speaks of what there is. */
const looserOnPurpose = new Set(['OrderHeader/status', 'IntegrationHistoryRecord/document-type']);

/** A field of the release in the words of the sandbox; without a length where the release gives none. */
function kindInRelease({ $ref, type, format = '', items, enum: values }) {
  if ($ref !== undefined) return { kind: 'object', of: /[^/]+$/.exec($ref)[0] };
  if (type === 'array') return { kind: 'list', of: /[^/]+$/.exec(items.$ref ?? '')?.[0] };
  const [, digits, decimals] = /^decimal\((\d+),(\d+)\)$/.exec(format) ?? [];
  if (digits !== undefined) return { kind: 'decimal', digits: Number(digits), decimals: Number(decimals) };
  if (format === 'datetime') return { kind: 'time' };
  if (type === 'integer' || type === 'boolean') return { kind: type };
  if (type === 'string' && values !== undefined) return { kind: 'one', values };
  const [, length] = /^string\((\d+)\)$/.exec(format) ?? [];
  return { kind: type === 'string' ? 'text' : 'unsaid', ...(length === undefined ? {} : { length: Number(length) }) };
}

function differs(held, wanted, isModelled) {
  switch (wanted.kind) {
    case 'object':
    case 'list':
      return isModelled(wanted.of)
        ? held.kind !== wanted.kind || nameInRelease(held.of) !== wanted.of
        : held.kind !== 'any' && held.kind !== wanted.kind;
    case 'decimal':
      return held.kind !== 'decimal' || held.digits !== wanted.digits || held.decimals !== wanted.decimals;
    case 'one':
      return held.values?.toSorted().join() !== wanted.values.toSorted().join();
    case 'text':
      // Text without a length may be a number that is written so.
      return wanted.length === undefined ? false : held.kind !== 'text' || held.length !== wanted.length;
    case 'unsaid':
      return false;
    default:
      return held.kind !== wanted.kind;
  }
}

/** Where the fields that the sandbox takes are other ones than those of the release, each in one line. */
export function compareFields(objects, definitions) {
  const modelled = new Map(Object.entries(objects).map(([name, fields]) => [nameInRelease(name), fields]));
  return [...modelled].flatMap(([name, fields]) => {
    const properties = definitions[name]?.properties;
    if (properties === undefined) return [`The release has no ${name}`];
    const unknown = [...fields.keys()].filter((field) => !(field in properties) && !isOpen(name, field));
    const others = Object.entries(properties).flatMap(([field, schema]) => {
      const held = fields.get(field);
      const wanted = kindInRelease(schema);
      if (held === undefined) return [`${name} lacks ${field}: ${JSON.stringify(wanted)}`];
      if (misnamed.has(`${name}/${field}`) || looserOnPurpose.has(`${name}/${field}`)) return [];
      if (!differs(held, wanted, (of) => modelled.has(of))) return [];
      return [`${name}/${field} is ${JSON.stringify(held)}, in the release ${JSON.stringify(wanted)}`];
    });
    return [...unknown.map((field) => `${name} has ${field}, which the release has not`), ...others];
  });
}
