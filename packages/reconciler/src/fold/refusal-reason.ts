import { failureCodes, type FailureCode } from '@sluice/shared/failure-codes';
import type { CoupaCommand, M3Command } from '@sluice/shared/messages/command';
import type { Outcome } from '@sluice/shared/messages/outcome';
import type { Reason } from '@sluice/shared/status';
import { boundedList, boundedText } from '../bounded-text.js';
import { systemLabel, systemOf } from '../system-of.js';

type Refusal = Outcome['refusals'][number];

/** Characters of messages that are told; an order of 900 lines can be refused 900 times. The status has its own bound. */
const toldMax = 1_500;
const wordsMax = 300;
/** Lines that are named where all of them were refused in the same words. */
const rangesMax = 10;

/**
 * The messages with which the other system refused a command, each with its step and, where a step has several, its lines.
 * The same words about several lines are one message; the first messages are told, and how many there are.
 */
export function refusalReason(outcome: Outcome, command: M3Command | CoupaCommand): Reason {
  const system = systemLabel(outcome.destination);
  const { refusals, message = 'no reason was given' } = outcome;
  const messages = [...Map.groupBy(refusals, sameWords).values()].map((same) => messageOf(same, command));
  const { listed, more } = boundedList(messages, toldMax);
  // The number comes first: what is cut off where there is little room is the end.
  const count = more > 0 ? ` with ${refusals.length} messages, the first of them` : '';
  return {
    code: codeOf(outcome),
    message: `${system} refused${count}: ${listed.length > 0 ? listed.join('; ') : boundedText(message)}`,
    fix: `Correct what ${system} names, in Coupa, in M3 or in a mapping, then retry the document.`,
  };
}

const sameWords = ({ step, field, message, code }: Refusal): string => JSON.stringify([step, field, message, code]);

/** A gateway refuses some commands itself with a code of our own list; the rest are the other system's messages. */
function codeOf({ destination, refusals }: Outcome): FailureCode {
  const own = failureCodes.find((code) => refusals.length === 1 && refusals[0]?.code === code);
  return own ?? (systemOf(destination) === 'm3' ? 'm3-refused' : 'coupa-refused');
}

function messageOf(same: readonly Refusal[], command: M3Command | CoupaCommand): string {
  const { step, field, message, code } = same[0] as Refusal;
  const lines = countOf(step, command) > 1 ? same.flatMap(({ index }) => (index === undefined ? [] : [index + 1])) : [];
  const place = `${step}${lines.length > 0 ? `, ${namesOf(lines)}` : ''}${field ? `, field ${field}` : ''}`;
  return `${boundedText(place, wordsMax)}: ${boundedText(message, wordsMax)} (${boundedText(code, wordsMax)})`;
}

/** `line 2`, `lines 1-3, 7`. */
function namesOf(lines: readonly number[]): string {
  const ranges: [first: number, last: number][] = [];
  for (const line of [...new Set(lines)].toSorted((left, right) => left - right)) {
    const open = ranges.at(-1);
    if (open?.[1] === line - 1) open[1] = line;
    else ranges.push([line, line]);
  }
  const named = ranges.slice(0, rangesMax).map(([first, last]) => (first === last ? `${first}` : `${first}-${last}`));
  const more = ranges.length > rangesMax ? ` and others, ${lines.length} in all` : '';
  return `${lines.length === 1 ? 'line' : 'lines'} ${named.join(', ')}${more}`;
}

function countOf(step: string, command: M3Command | CoupaCommand): number {
  const found = command.steps.find(({ id }) => id === step);
  return found && 'transactions' in found ? found.transactions.length : 1;
}
