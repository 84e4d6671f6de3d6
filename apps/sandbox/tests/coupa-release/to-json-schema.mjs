/**
 * Coupa's Swagger definitions as JSON Schema that refuses what they do not name. Where Coupa's own answers and samples are
 * known to differ from its definitions they are followed, and only there:
 *
 * - decimals are numbers in the definitions and text in the answers: both pass, with the digits that the format allows;
 * - `custom-fields` are the tenant's, and an order's `total` is documented but not defined;
 * - what is required holds for the document itself, not for the objects in it, which the samples show in part; of a
 *   supplier, not for `enterprise` and `online-store`, which the samples leave out;
 * - null is absent: Swagger 2.0 has no word for it.
 */
const openFields = { OrderHeader: { total: decimalOf(32, 4) } };
const notRequired = { Supplier: ['enterprise', 'online-store'] };
const hasCustomFields = ['OrderHeader', 'OrderLine', 'Supplier'];

const time = { type: 'string', pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}([+-]\\d{2}:\\d{2}|Z)$' };

function decimalOf(digits, decimals) {
  const fraction = decimals === 0 ? '' : `([.]\\d{1,${decimals}})?`;
  return { anyOf: [{ type: 'number' }, { type: 'string', pattern: `^-?\\d{1,${digits - decimals}}${fraction}$` }] };
}

function plainSchema({ type, format = '', enum: values }) {
  const [, digits, decimals] = /^decimal\((\d+),(\d+)\)$/.exec(format) ?? [];
  if (digits !== undefined) return decimalOf(Number(digits), Number(decimals));
  if (format === 'datetime') return time;
  const [, length] = /^string\((\d+)\)$/.exec(format) ?? [];
  return {
    ...(type === undefined ? {} : { type }),
    ...(length === undefined ? {} : { maxLength: Number(length) }),
    // The words beside a number or a flag are a note for people.
    ...(values === undefined || type !== 'string' ? {} : { enum: values }),
  };
}

function schemaOf(field) {
  if (field.$ref !== undefined) return { $ref: field.$ref };
  if (field.type === 'array') return { type: 'array', items: schemaOf(field.items) };
  return plainSchema(field);
}

function objectSchema(name, { properties }) {
  const fields = Object.entries(properties ?? {}).map(([field, schema]) => [field, schemaOf(schema)]);
  const open = {
    ...openFields[name],
    ...(hasCustomFields.includes(name) ? { 'custom-fields': { type: 'object' } } : {}),
  };
  return { type: 'object', properties: { ...Object.fromEntries(fields), ...open }, additionalProperties: false };
}

export const definitionsOf = (swagger) =>
  Object.fromEntries(Object.entries(swagger.definitions).map(([name, one]) => [name, objectSchema(name, one)]));

export function requiredOf(swagger, name) {
  const optional = notRequired[name] ?? [];
  return (swagger.definitions[name].required ?? []).filter((field) => !optional.includes(field));
}

/** The answer without what is null. */
export function withoutNull(value) {
  if (Array.isArray(value)) return value.map(withoutNull);
  if (typeof value !== 'object' || value === null) return value;
  const held = Object.entries(value).filter(([, inner]) => inner !== null);
  return Object.fromEntries(held.map(([name, inner]) => [name, withoutNull(inner)]));
}
