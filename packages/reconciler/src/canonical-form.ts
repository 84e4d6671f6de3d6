/**
 * One text for everything that means the same: texts trimmed, the fields of an object in one order, `undefined` left
 * out. Lists keep their order. Numbers and dates are the domain's to bring to one notation first (`DecimalText`,
 * `yyyyMMdd`): only it knows how many decimals a field has. Only what JSON can carry is compared, so a target that
 * went through Postgres equals itself.
 */
export function canonicalForm(value: unknown): string {
  const text = JSON.stringify(value);
  return text === undefined ? '' : JSON.stringify(ordered(JSON.parse(text)));
}

/** Whether two targets ask the other system to hold the same. Two absent ones are equal; an absent and a present one are not. */
export const equalTargets = (left: unknown, right: unknown): boolean => canonicalForm(left) === canonicalForm(right);

function ordered(value: unknown): unknown {
  if (typeof value === 'string') return value.trim();
  if (Array.isArray(value)) return value.map(ordered);
  if (value === null || typeof value !== 'object') return value;
  const fields = Object.entries(value).toSorted(([left], [right]) => (left < right ? -1 : 1));
  // A list of pairs and not an object: fields such as `__proto__` or `12` would lose their place there.
  return { fields: fields.map(([name, held]) => [name, ordered(held)]) };
}
