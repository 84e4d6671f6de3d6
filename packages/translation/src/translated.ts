import type { Ref } from '@sluice/reconciler/decision';
import type { FailureCode } from '@sluice/shared/failure-codes';

/**
 * A value in M3's words, or everything that stands in its way. Findings are returned and put together by {@link combine}
 * and {@link all}, never noted on the side, so that a person reads all of them at once.
 */
export type Translated<Value> = Found<Value> | NotFound;

interface Found<Value> {
  readonly value: Value;
}

interface NotFound {
  readonly findings: Findings;
}

/** Each problem and each key stands here once, however many values need it. */
export interface Findings {
  /** What a person must correct. */
  readonly problems: readonly Problem[];
  /** What is waited for. */
  readonly missing: readonly MissingReference[];
  /** Keys of what is there and forbids it: a newer value may allow it. */
  readonly watched: readonly Ref[];
}

export interface Problem {
  readonly code: FailureCode;
  /** Names the line and the field. */
  readonly message: string;
}

export interface MissingReference {
  readonly ref: Ref;
  readonly code: FailureCode;
  /** As people know it: the row of a mapping (`unit BOX`), else a sentence. */
  readonly label: string;
  /** What to do about this very one, where that is known; else what helps with its code. */
  readonly fix?: string;
  /** From when on it can be used, where it is there already; ISO 8601. */
  readonly validFrom?: string;
}

export const found = <Value>(value: Value): Translated<Value> => ({ value });

/** A person must correct something. `watched`: keys of which a newer value would put it right as well. */
export const problem = (code: FailureCode, message: string, watched: readonly Ref[] = []): Translated<never> => ({
  findings: { problems: [{ code, message }], missing: [], watched },
});

/** Something has to come first, by itself or by a person. */
export const missing = (reference: MissingReference): Translated<never> => ({
  findings: { problems: [], missing: [reference], watched: [] },
});

/** All values by their names, or the findings of all of them, in the order of the names. */
export function combine<Parts extends Readonly<Record<string, Translated<unknown>>>>(
  parts: Parts,
): Translated<{ readonly [Name in keyof Parts]: ValueOf<Parts[Name]> }> {
  const together = all(Object.values(parts));
  if ('findings' in together) return together;
  const names = Object.keys(parts);
  const values = names.map((name, index) => [name, together.value[index]]);
  return found(Object.fromEntries(values) as { [Name in keyof Parts]: ValueOf<Parts[Name]> });
}

type ValueOf<Part> = Extract<Part, Found<unknown>>['value'];

/** The values of a list, or the findings of all of its elements. */
export function all<Value>(parts: readonly Translated<Value>[]): Translated<readonly Value[]> {
  const findings = parts.flatMap((part) => ('findings' in part ? [part.findings] : []));
  if (findings.length > 0) return { findings: joined(findings) };
  return found(parts.flatMap((part) => ('value' in part ? [part.value] : [])));
}

export const map = <Value, Next>(translated: Translated<Value>, change: (value: Value) => Next): Translated<Next> =>
  'value' in translated ? found(change(translated.value)) : translated;

/** For what can be said only once the value is known; without it, its findings stand for both. */
export const andThen = <Value, Next>(
  translated: Translated<Value>,
  next: (value: Value) => Translated<Next>,
): Translated<Next> => ('value' in translated ? next(translated.value) : translated);

const joined = (findings: readonly Findings[]): Findings => ({
  problems: once(
    findings.flatMap(({ problems }) => problems),
    ({ code, message }) => `${code} ${message}`,
  ),
  missing: once(
    findings.flatMap((one) => one.missing),
    ({ ref }) => nameOf(ref),
  ),
  watched: once(
    findings.flatMap(({ watched }) => watched),
    nameOf,
  ),
});

const once = <Item>(items: readonly Item[], name: (item: Item) => string): Item[] => [
  ...new Map(items.map((item) => [name(item), item])).values(),
];

const nameOf = ({ topic, key }: Ref): string => `${topic}/${key}`;
