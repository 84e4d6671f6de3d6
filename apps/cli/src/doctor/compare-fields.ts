import { m3Fields, type M3Field } from '@sluice/shared/m3/field';
import { failed, ok, warning, type Finding } from './finding.js';

/** An input field of a transaction, as MRS001MI describes it. */
export interface FieldOfTenant {
  readonly name: string;
  readonly length: number;
  readonly mandatory: boolean;
}

/** What a tenant’s own field list says of a transaction, beside what Sluice fills. */
export function compareFields(check: string, filled: readonly string[], fields: readonly FieldOfTenant[]): Finding[] {
  const unknownHere = filled.filter((name) => !fields.some((field) => field.name === name));
  if (unknownHere.length > 0)
    return [
      failed(
        check,
        'm3-refused',
        `lacks ${unknownHere.join(', ')} in this tenant`,
        'M3 ignores or refuses these fields: ask Infor for the level that has them.',
      ),
    ];
  const warnings = [...shorterHere(check, filled, fields), ...unfilled(check, filled, fields)];
  return warnings.length > 0
    ? warnings
    : [ok(check, filled.length === 0 ? 'is there' : `has all ${filled.length} field(s)`)];
}

/** Sluice refuses what is longer than its own list says; what a tenant takes less of would go out and be refused or cut. */
function shorterHere(check: string, filled: readonly string[], fields: readonly FieldOfTenant[]): Finding[] {
  const shorter = fields.flatMap(({ name, length }) => {
    const ours = isOurs(name) ? m3Fields[name].length : 0;
    return filled.includes(name) && length < ours ? [`${name} (${length} of ${ours})`] : [];
  });
  if (shorter.length === 0) return [];
  return [
    warning(
      check,
      `takes fewer characters than Sluice lets pass: ${shorter.join(', ')}`,
      'Try a value that is too long on a test tenant: M3 may cut it. Keep such values shorter in Coupa or in the mappings.',
    ),
  ];
}

function unfilled(check: string, filled: readonly string[], fields: readonly FieldOfTenant[]): Finding[] {
  const names = fields.filter(({ name, mandatory }) => mandatory && !filled.includes(name)).map(({ name }) => name);
  if (names.length === 0) return [];
  return [
    warning(
      check,
      `wants ${names.join(', ')}, which Sluice does not fill`,
      'Field lists mark more as mandatory than M3 asks for: try one order on a test tenant.',
    ),
  ];
}

const isOurs = (name: string): name is M3Field => Object.hasOwn(m3Fields, name);
