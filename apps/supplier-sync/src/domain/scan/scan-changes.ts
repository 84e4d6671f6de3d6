import { done, refused, send, type Decision, type StateMessage } from '@sluice/reconciler/decision';
import { later } from '@sluice/shared/moment';
import { listSuppliers, type Page, type PageAsked } from './list-suppliers.js';
import { changesMemory, type ChangesMemory, type SeenByNumber, type Stopped } from './scan-memory.js';
import type { ScanSettings } from './scan-settings.js';
import {
  changesDestination,
  changesMax,
  goesOnFrom,
  isLinked,
  isOver,
  isStuck,
  m3SupplierId,
  otherName,
  refusedList,
  stoppedReason,
  unlinkedSupplier,
  wasRefused,
  type ScanView,
} from './scan-view.js';

type Running = ChangesMemory & { readonly round: NonNullable<ChangesMemory['round']> };

/**
 * What was changed in M3 since the last round, and somewhat before: neither the unit of LMTS nor whether it takes note of
 * all changes is said by Infor, and the clocks of two systems differ. It begins from now: what M3 held before is not touched.
 * An M3 that takes LMTS for something else would list all that it holds every time, so it is tried once before the first round.
 */
export function scanChanges(view: ScanView, settings: ScanSettings): Decision {
  const { now, askedBy } = view;
  const destination = view.destination(changesDestination);
  if (destination.inFlight !== undefined) return done('Posted');
  const memory = changesMemory(destination.memory) ?? { since: now, seen: {}, nextAt: now };
  const { round } = memory;
  const answer = round && destination.reading(listSuppliers(pageOf(view, { ...memory, round }, settings)));
  if (round && answer?.justRead)
    return round.isTrial
      ? endTrial(view, { ...memory, round }, answer.value, settings)
      : tellChanges(view, { ...memory, round }, answer, settings);
  const refusal = refusedList(destination, view, settings);
  if (refusal) return refusal;
  if (round) {
    const name = wasRefused(destination) ? otherName(round.name) : round.name;
    return askFor(view, { ...memory, round: { ...round, name } }, settings);
  }
  const { stopped, nextAt: until, ...rested } = memory;
  if (isOver(until, now) || askedBy !== undefined)
    return askFor(view, { ...rested, nextAt: until, round: roundFrom(now, memory) }, settings);
  return stopped === undefined ? done('Posted', { until }) : refused(stoppedReason(stopped), { until });
}

const roundFrom = (startedAt: string, { isTimeHeeded }: Pick<ChangesMemory, 'isTimeHeeded'>): Running['round'] => ({
  startedAt,
  from: '',
  name: 'list-suppliers',
  seen: {},
  ...(isTimeHeeded !== true && { isTrial: true }),
});

/** Further ahead than the clocks of two systems differ: nothing can have been changed since. */
const trialAheadMs = 24 * 60 * 60_000;

/** Whoever lists a supplier as changed in the future would list all of them in every round. */
function endTrial(view: ScanView, memory: Running, { suppliers }: Page, settings: ScanSettings): Decision {
  const { round: _trial, ...rested } = memory;
  if (suppliers.length === 0) {
    const heeded = { ...rested, isTimeHeeded: true } as const;
    return askFor(view, { ...heeded, round: roundFrom(view.now, heeded) }, settings);
  }
  const until = later(view.now, settings.scanTrialEveryMs);
  // The nights until then find what is changed meanwhile.
  return stop({ by: 'time-unheeded' }, { since: view.now, seen: {}, nextAt: until });
}

const stop = (stopped: Stopped, memory: ChangesMemory, follows: Follows = {}): Decision =>
  refused(stoppedReason(stopped), { ...follows, memory: { ...memory, stopped }, until: memory.nextAt });

/** What a page of changes leads to. */
type Follows = Pick<Decision, 'publish' | 'callUp'>;

const pageOf = (
  { now }: ScanView,
  { since, round: { from, name, isTrial } }: Running,
  { scanOverlapMs, scanPageSize }: ScanSettings,
): PageAsked => ({
  from,
  name,
  isTrial: isTrial === true,
  changedSince: isTrial ? later(now, trialAheadMs) : later(since, -scanOverlapMs),
  size: isTrial ? 1 : scanPageSize,
});

/** What is more than a page was not changed by hand: it must not be as urgent as what somebody has just changed. */
function askFor(view: ScanView, memory: Running, settings: ScanSettings, follows: Follows = {}): Decision {
  if (memory.round.from !== '' && view.priority === 'live')
    return done('Posted', { ...follows, memory, until: view.now, untilPriority: 'replay' });
  const { step } = listSuppliers(pageOf(view, memory, settings));
  return send({ system: 'm3', kind: 'read', company: view.document.id, steps: [step] }, { memory, ...follows });
}

/** A page is here. */
function tellChanges(
  view: ScanView,
  memory: Running,
  { value: page, readAt }: { readonly value: Page; readonly readAt: string },
  settings: ScanSettings,
): Decision {
  const company = view.document.id;
  const { round } = memory;
  const before = { ...memory.seen, ...round.seen };
  const changed = page.suppliers.filter((supplier) => isNews(before[supplier.number], supplier, readAt, settings));
  const seen: SeenByNumber = {
    ...round.seen,
    ...Object.fromEntries(
      page.suppliers.map((supplier) => [
        supplier.number,
        {
          digest: supplier.digest,
          toldAt: changed.includes(supplier) ? readAt : (before[supplier.number]?.toldAt ?? readAt),
        },
      ]),
    ),
  };
  const follows = {
    publish: changed.map(({ number }) => changeOf(company, number, readAt)),
    callUp: changed
      .filter(({ number }) => !isLinked(view, company, number))
      .map(({ number }) => unlinkedSupplier(company, number)),
  };
  const next = goesOnFrom(page);
  const { round: _ended, ...rested } = memory;
  const again = later(view.now, settings.scanAgainAfterRefusalMs);
  // The next round begins where this one did: nothing that was not listed is lost.
  if (isStuck(next, round)) return stop({ by: 'same-page', from: round.from }, { ...rested, nextAt: again }, follows);
  if (next !== undefined && Object.keys(seen).length > changesMax) {
    // It may be that M3 does not heed the time any more: that is tried before the next round.
    const { isTimeHeeded: _inDoubt, ...doubted } = rested;
    return stop({ by: 'too-many' }, { ...doubted, since: round.startedAt, seen, nextAt: again }, follows);
  }
  if (next !== undefined) return askFor(view, { ...memory, round: { ...round, from: next, seen } }, settings, follows);
  // From the end on: a round that takes longer than that must not follow upon itself.
  const until = later(view.now, settings.scanEveryMs);
  const remembered: ChangesMemory = { ...rested, since: round.startedAt, seen, nextAt: until };
  return done('Posted', { ...follows, memory: remembered, until });
}

/**
 * A supplier stays in the list for as long as the overlap. It is told once, again when the list says something else of it,
 * and again after half of that time: its status and address may have been changed a second time, and the list does not
 * say those.
 */
function isNews(
  seen: SeenByNumber[string] | undefined,
  { digest }: { readonly digest: string },
  readAt: string,
  { scanOverlapMs }: ScanSettings,
): boolean {
  return seen === undefined || seen.digest !== digest || isOver(later(seen.toldAt, scanOverlapMs / 2), readAt);
}

const changeOf = (company: string, number: string, changeSeenAt: string): StateMessage => ({
  topic: 'xref.m3-supplier-scan.v1',
  key: m3SupplierId(company, number),
  value: { company, number, changeSeenAt },
});
