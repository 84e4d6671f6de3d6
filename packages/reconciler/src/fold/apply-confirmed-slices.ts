import type { StepResult } from '@sluice/shared/messages/outcome';
import { equalTargets } from '../canonical-form.js';
import type { ConfirmedSlice, PathSegment } from '../decision.js';

/**
 * What the other system is known to hold after the steps of a write have run so far: each slice whose step took effect is
 * put in its place. Applied to every outcome of a command; each repeats what an earlier one reported, so the same slices
 * may be applied again.
 */
export function applyConfirmedSlices(
  acknowledged: unknown,
  confirms: readonly ConfirmedSlice[],
  steps: readonly StepResult[],
): unknown {
  const results = new Map(steps.map((step) => [step.id, step]));
  return confirms
    .filter((slice) => tookEffect(slice, results.get(slice.step)))
    .reduce((held, { path, value }) => put(held, path, value), acknowledged);
}

/** A step that was refused as a whole may have taken effect in part. */
function tookEffect({ transaction }: ConfirmedSlice, result: StepResult | undefined): boolean {
  if (result?.state === 'ok') return true;
  return transaction !== undefined && result?.calls?.[transaction] === 'ok';
}

type Fields = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A copy in which `value` is at `path`; without a value, nothing is there. Whatever is in the way of the path gives way. */
function put(held: unknown, [segment, ...deeper]: readonly PathSegment[], value: unknown): unknown {
  if (segment === undefined) return value;
  return typeof segment === 'string'
    ? putInObject(held, segment, deeper, value)
    : putInList(held, segment, deeper, value);
}

function putInObject(held: unknown, field: string, deeper: readonly PathSegment[], value: unknown): unknown {
  const fields = isObject(held) ? held : {};
  const before = Object.hasOwn(fields, field) ? fields[field] : undefined;
  if (value === undefined && before === undefined) return held;
  const after = put(before, deeper, value);
  if (after !== undefined) return { ...fields, [field]: after };
  return Object.fromEntries(Object.entries(fields).filter(([name]) => name !== field));
}

function putInList(
  held: unknown,
  named: Exclude<PathSegment, string>,
  deeper: readonly PathSegment[],
  value: unknown,
): unknown {
  const elements: readonly unknown[] = Array.isArray(held) ? held : [];
  const index = elements.findIndex((element) => isNamed(element, named));
  if (value === undefined && index === -1) return held;
  const after = put(elements[index], deeper, value);
  if (after === undefined) return elements.toSpliced(index, 1);
  // It keeps the fields by which the path names it: else it would not be found again.
  const element = { ...(isObject(after) ? after : {}), ...named };
  return index === -1 ? [...elements, element] : elements.with(index, element);
}

const isNamed = (element: unknown, named: Exclude<PathSegment, string>): boolean =>
  isObject(element) && Object.entries(named).every(([field, value]) => equalTargets(element[field], value));
