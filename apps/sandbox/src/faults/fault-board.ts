import type { Fault, FaultOf } from './fault.js';

/** One transaction of a call to M3; `text` is made only when a fault asks for it. */
export interface MetTransaction {
  readonly transaction: string;
  readonly text: () => string;
}

/** A call, as a fault looks at it. */
export interface Encounter {
  readonly system: Fault['system'];
  readonly method: string;
  readonly path: string;
  /** Query and body. */
  readonly text: string;
  /** False for calls that ask for a token. */
  readonly isApi: boolean;
  readonly program?: string;
  readonly transactions?: readonly MetTransaction[];
}

export interface PostedFault {
  readonly id: string;
  readonly fault: Fault;
  hits: number;
  /** How many calls it has met, struck or not. */
  meetings: number;
}

const segments = (path: string): string[] => path.split(/[/;]/).filter((segment) => segment !== '');

function hasRun(path: string, run: string): boolean {
  const where = segments(path);
  const wanted = segments(run);
  return where.some((_, at) => wanted.every((segment, offset) => where[at + offset] === segment));
}

function meets(fault: Fault, met: Encounter): boolean {
  if (fault.system !== met.system) return false;
  if (fault.path === undefined ? !met.isApi : !hasRun(met.path, fault.path)) return false;
  if (fault.method !== undefined && fault.method !== met.method) return false;
  if (fault.program !== undefined && fault.program !== met.program) return false;
  const { contains, transaction } = fault;
  if (transaction === undefined && contains === undefined) return true;
  const candidates = (met.transactions ?? []).filter(
    (one) => transaction === undefined || one.transaction === transaction,
  );
  if (contains === undefined) return candidates.length > 0;
  if (candidates.some((one) => one.text().includes(contains))) return true;
  return transaction === undefined && met.text.includes(contains);
}

/** It has struck as often as it was ordered to. */
export const isSpent = ({ fault, hits }: PostedFault): boolean =>
  hits >= (fault.times ?? (fault.rate === undefined ? 1 : Number.POSITIVE_INFINITY));

/** Of n meetings, as many as the rate makes of n, rounded down. */
const isItsTurn = ({ fault, meetings }: PostedFault): boolean =>
  fault.rate === undefined || Math.floor(meetings * fault.rate + 1e-9) > Math.floor((meetings - 1) * fault.rate + 1e-9);

/** The faults that were ordered, and how often each has struck. */
export class FaultBoard {
  private posted: PostedFault[] = [];
  private count = 0;

  post(fault: Fault): PostedFault {
    this.count += 1;
    const posted = { id: String(this.count), fault, hits: 0, meetings: 0 };
    this.posted.push(posted);
    return posted;
  }

  all(): readonly PostedFault[] {
    return this.posted;
  }

  /** False when there is none of that id. */
  remove(id: string): boolean {
    const before = this.posted.length;
    this.posted = this.posted.filter((one) => one.id !== id);
    return this.posted.length < before;
  }

  clear(): void {
    this.posted = [];
  }

  /** The oldest fault of these kinds that meets the call, is not spent and whose turn it is; it counts as struck. */
  take<Kind extends Fault['kind']>(met: Encounter, ...kinds: Kind[]): FaultOf<Kind> | undefined {
    for (const one of this.posted) {
      const isKind = kinds.some((kind) => kind === one.fault.kind);
      if (!isKind || isSpent(one) || !meets(one.fault, met)) continue;
      one.meetings += 1;
      if (!isItsTurn(one)) continue;
      one.hits += 1;
      return one.fault as FaultOf<Kind>;
    }
    return undefined;
  }
}
