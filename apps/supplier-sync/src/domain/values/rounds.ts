import { canonicalForm } from '@sluice/reconciler/canonical-form';
import { digest } from '@sluice/shared/digest';
import type { Side } from './merge.js';
import type { SharedField } from './supplier-values.js';

/**
 * What was written of late, to recognise two sides that answer each other for ever: the last value of each field on each
 * side and when it was written there. JSON, and bounded by the number of fields.
 */
export type Rounds = Readonly<Record<string, Written>>;

interface Written {
  /** A digest of the value that was written last. */
  readonly value: string;
  /** How many of the last writes were of that value. */
  readonly times: number;
  /** When any value was written; ISO 8601, the oldest first; never more than are needed to say no. */
  readonly at: readonly string[];
}

/** The same value once more is one too many: each time before, something has put another in its place. */
const writesMax = 2;

/**
 * Whatever the values: two systems that answer each other with ever new ones do so some hundred times a day, and no person
 * changes one field of a supplier that often.
 */
const writesADayMax = 10;

/** Two systems that answer each other do so within minutes; what people set back once a month goes in no circle. */
const rememberedForMs = 24 * 60 * 60_000;

/** With a write to a side noted. `now` is ISO 8601. */
export function noteWrite(
  rounds: Rounds | undefined,
  side: Side,
  field: SharedField,
  value: unknown,
  now: string,
): Rounds {
  const at = [...writesOf(rounds, side, field, now), now].slice(-writesADayMax);
  const times = timesOf(rounds, side, field, value, now) + 1;
  return { ...rounds, [keyOf(side, field)]: { value: digestOf(value), times, at } };
}

/** Whether the value, or any, was written to this side so often that one more write would change nothing for good. */
export const isGoingInCircles = (
  rounds: Rounds | undefined,
  side: Side,
  field: SharedField,
  value: unknown,
  now: string,
): boolean =>
  timesOf(rounds, side, field, value, now) >= writesMax || writesOf(rounds, side, field, now).length >= writesADayMax;

/** How often this very value was written there of late; a write of another one in between begins a new count. */
function timesOf(rounds: Rounds | undefined, side: Side, field: SharedField, value: unknown, now: string): number {
  const written = rounds?.[keyOf(side, field)];
  if (written === undefined || written.value !== digestOf(value)) return 0;
  return written.at.slice(-written.times).filter((at) => isOfLate(at, now)).length;
}

/** When anything was written there of late. */
const writesOf = (rounds: Rounds | undefined, side: Side, field: SharedField, now: string): readonly string[] =>
  (rounds?.[keyOf(side, field)]?.at ?? []).filter((at) => isOfLate(at, now));

const isOfLate = (at: string, now: string): boolean => Date.parse(now) - Date.parse(at) < rememberedForMs;

const keyOf = (side: Side, field: SharedField): string => `${side}/${field}`;

const digestOf = (value: unknown): string => digest(canonicalForm(value));
