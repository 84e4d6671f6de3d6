import type { CommandHead } from '../protocol.js';
import type { Purpose } from './outgoing-request.js';

/** Calls of one command that could leave now. */
export interface Candidate<Call> {
  readonly head: CommandHead;
  readonly purpose: Purpose;
  readonly calls: readonly Call[];
  readonly group: string;
  readonly independent: boolean;
  /** How many answers this command lost while it shared a request. */
  readonly sharedLosses: number;
}

/**
 * How many commands may share a request with one that lost so many shared answers: fewer each time. One document that
 * makes every request fail is alone after the third, and the others go on without it.
 */
const batchSizeMax = [Number.POSITIVE_INFINITY, 8, 2, 1] as const;
const batchSizeFor = ({ sharedLosses }: Pick<Candidate<unknown>, 'sharedLosses'>): number =>
  batchSizeMax[sharedLosses] ?? 1;

/**
 * Which candidates travel in the request of the first one: same purpose and group, as long as there is room for all the
 * calls of each. Two commands of one document travel together only if neither depends on an order between them. Pure.
 */
export function formBatch<Of extends Candidate<unknown>>(
  first: Of,
  others: readonly Of[],
  callsMax: number,
): readonly Of[] {
  const batch = [first];
  let room = callsMax - first.calls.length;
  let sizeMax = batchSizeFor(first);
  for (const one of others) {
    if (batch.length >= sizeMax || room <= 0) break;
    const fits = one.calls.length <= room && batch.length < batchSizeFor(one);
    const belongs = one.purpose === first.purpose && one.group === first.group;
    if (!fits || !belongs || batch.some((other) => isOrdered(one, other))) continue;
    batch.push(one);
    room -= one.calls.length;
    sizeMax = Math.min(sizeMax, batchSizeFor(one));
  }
  return batch;
}

/** What is known of a due command without reading it. Without a group it is not known what its next request is. */
export interface CandidateHead {
  readonly commandId: string;
  readonly sharedLosses: number;
  readonly next?: NextRequest | undefined;
}

/** What the next request of a command carries. */
export interface NextRequest {
  readonly purpose: Purpose;
  readonly group: string;
  readonly calls: number;
}

/** Which commands are worth reading, because they may join the first one: as many as fill the request. Pure. */
export function worthReading(
  first: Candidate<unknown>,
  heads: readonly CandidateHead[],
  callsMax: number,
): readonly CandidateHead[] {
  const worth: CandidateHead[] = [];
  let room = callsMax - first.calls.length;
  let sizeMax = batchSizeFor(first);
  for (const head of heads) {
    if (room <= 0 || worth.length + 1 >= sizeMax) break;
    const { next, sharedLosses } = head;
    const belongs = next === undefined || (next.purpose === first.purpose && next.group === first.group);
    if (!belongs || (next?.calls ?? 1) > room || worth.length + 1 >= batchSizeFor(head)) continue;
    worth.push(head);
    room -= next?.calls ?? 1;
    sizeMax = Math.min(sizeMax, batchSizeFor({ sharedLosses }));
  }
  return worth;
}

const isOrdered = (one: Candidate<unknown>, other: Candidate<unknown>): boolean =>
  one.head.document.type === other.head.document.type &&
  one.head.document.id === other.head.document.id &&
  !(one.independent && other.independent);
