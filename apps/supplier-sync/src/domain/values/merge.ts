import { equalTargets } from '@sluice/reconciler/canonical-form';
import type { Owner } from './owners.js';
import { isEmpty, sameValue } from './same-value.js';
import { supplierFields, type SupplierValues } from './supplier-values.js';

export type Side = 'coupa' | 'm3';

/** One field as the two sides hold it, and what both held when they last agreed; `undefined`: they never did, or the side says nothing. */
export interface FieldState<Value = unknown> {
  readonly agreed: Value | undefined;
  readonly coupa: Value | undefined;
  readonly m3: Value | undefined;
}

/** What follows for one field. */
export type Verdict =
  /** Nothing: both hold the same, or the side whose value counts says nothing. */
  | { readonly is: 'equal' }
  /** The other side is told `value`; `lost`, where another value is overwritten that somebody had entered. */
  | { readonly is: 'to-m3' | 'to-coupa'; readonly value: unknown; readonly lost?: unknown }
  /** Only a person can say. */
  | { readonly is: 'conflict' };

export interface MergeBy {
  readonly owner: Owner;
  /** Which side was changed last, for `newest`; left out where nobody knows. */
  readonly newer?: Side;
  /** What a person has decided about these very values. */
  readonly answer?: Side;
}

/** Whether two values of the field at hand mean the same. */
type Same = (one: unknown, other: unknown) => boolean;

/**
 * The three-way merge of one field: what both sides last agreed on tells who has changed it since. A side that says nothing
 * never overwrites the other with nothing; an empty text that the winning side holds does.
 */
export function mergeField(state: FieldState, by: MergeBy, same: Same = sameAsWritten): Verdict {
  if (same(state.coupa, state.m3)) return equal;
  const changed = changedSides(state, same);
  const winner = by.answer ?? winnerOf(changed, by);
  return winner === 'nobody-knows' ? { is: 'conflict' } : tell(winner, state, changed);
}

/** What both have agreed on by now: where they hold the same it is that, else what it was. */
export function agreedAfter(agreed: SupplierValues, coupa: SupplierValues, m3: SupplierValues): SupplierValues {
  const fields = supplierFields.flatMap((field) => {
    const [inCoupa, inM3] = [coupa[field], m3[field]];
    const holdTheSame = inCoupa !== undefined && inM3 !== undefined && sameValue(field, inCoupa, inM3);
    const value = holdTheSame ? inM3 : agreed[field];
    return value === undefined ? [] : [[field, value]];
  });
  return Object.fromEntries(fields) as SupplierValues;
}

const equal: Verdict = { is: 'equal' };

const sameAsWritten: Same = (one, other) => (isEmpty(one) && isEmpty(other)) || equalTargets(one, other);

/** The sides that say something else than what was agreed on; whatever they say where nothing ever was. */
function changedSides({ agreed, coupa, m3 }: FieldState, same: Same): readonly Side[] {
  const hasChanged = (held: unknown): boolean => held !== undefined && (agreed === undefined || !same(agreed, held));
  const changed = [...(hasChanged(coupa) ? ['coupa' as const] : []), ...(hasChanged(m3) ? ['m3' as const] : [])];
  // They differ, so one of them has changed something that `agreed` does not mention.
  return changed.length === 0 && coupa !== undefined && m3 !== undefined ? ['coupa', 'm3'] : changed;
}

function winnerOf(changed: readonly Side[], { owner, newer }: MergeBy): Side | 'nobody' | 'nobody-knows' {
  if (owner === 'coupa' || owner === 'm3') return owner;
  const [only, another] = changed;
  if (another === undefined) return only ?? 'nobody';
  return (owner === 'newest' ? newer : undefined) ?? 'nobody-knows';
}

/** The winner's value for the other side. What is overwritten is lost only if somebody entered it since both agreed. */
function tell(winner: Side | 'nobody', state: FieldState, changed: readonly Side[]): Verdict {
  if (winner === 'nobody' || state[winner] === undefined) return equal;
  const loser = winner === 'coupa' ? 'm3' : 'coupa';
  const lost = changed.includes(loser) && !isEmpty(state[loser]) ? state[loser] : undefined;
  return {
    is: loser === 'm3' ? 'to-m3' : 'to-coupa',
    value: state[winner],
    ...(lost !== undefined && { lost }),
  };
}
