import { failed, ok, warning, type Finding } from './finding.js';

/** What a tenant’s own field list says of a transaction, beside what Sluice fills. */
export function compareFields(
  check: string,
  filled: readonly string[],
  fields: readonly { readonly name: string; readonly mandatory: boolean }[],
): Finding {
  const unknownHere = filled.filter((name) => !fields.some((field) => field.name === name));
  if (unknownHere.length > 0)
    return failed(
      check,
      'm3-refused',
      `lacks ${unknownHere.join(', ')} in this tenant`,
      'M3 ignores or refuses these fields: ask Infor for the level that has them.',
    );
  const unfilled = fields.filter(({ name, mandatory }) => mandatory && !filled.includes(name)).map(({ name }) => name);
  if (unfilled.length > 0)
    return warning(
      check,
      `wants ${unfilled.join(', ')}, which Sluice does not fill`,
      'Field lists mark more as mandatory than M3 asks for: try one order on a test tenant.',
    );
  return ok(check, `has all ${filled.length} field(s)`);
}
