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
 * With how many others a command may still travel. Whoever lost answers in company does so with fewer each time: one
 * document that makes every request fail is alone after the third, and the others go on without it.
 */
const companyMax = [Number.POSITIVE_INFINITY, 8, 2, 1] as const;
const companyOf = ({ sharedLosses }: Candidate<unknown>): number => companyMax[sharedLosses] ?? 1;

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
  let company = companyOf(first);
  for (const one of others) {
    if (batch.length >= company || room <= 0) break;
    const fits = one.calls.length <= room && batch.length < companyOf(one);
    const belongs = one.purpose === first.purpose && one.group === first.group;
    if (!fits || !belongs || batch.some((other) => isOrdered(one, other))) continue;
    batch.push(one);
    room -= one.calls.length;
    company = Math.min(company, companyOf(one));
  }
  return batch;
}

const isOrdered = (one: Candidate<unknown>, other: Candidate<unknown>): boolean =>
  one.head.document.type === other.head.document.type &&
  one.head.document.id === other.head.document.id &&
  !(one.independent && other.independent);
