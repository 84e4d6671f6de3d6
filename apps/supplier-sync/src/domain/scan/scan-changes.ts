import { done, refused, send, type Decision, type StateMessage } from '@sluice/reconciler/decision';
import { listSuppliers, type Page } from './list-suppliers.js';
import { changesMemory, type ChangesMemory, type SeenByNumber } from './scan-memory.js';
import type { ScanSettings } from './scan-settings.js';
import {
  changesDestination,
  goesOnFrom,
  isLinked,
  isOver,
  isStuck,
  later,
  m3SupplierId,
  otherName,
  refusedList,
  stuckReason,
  unlinkedSupplier,
  wasRefused,
  type ScanView,
} from './scan-view.js';

type Running = ChangesMemory & { readonly round: NonNullable<ChangesMemory['round']> };

/**
 * What was changed in M3 since the last round, and somewhat before: neither the unit of LMTS nor whether it takes note of
 * all changes is said by Infor, and the clocks of two systems differ. It begins from now: what M3 held before is not touched.
 */
export function scanChanges(view: ScanView, settings: ScanSettings): Decision {
  const { now, askedBy } = view;
  const destination = view.destination(changesDestination);
  if (destination.inFlight !== undefined) return done('Posted');
  const memory = changesMemory(destination.memory) ?? { since: now, seen: {}, nextAt: now };
  const { round } = memory;
  const answer = round && destination.reading(listSuppliers(pageOf({ ...memory, round }, settings)));
  if (round && answer?.justRead) return tellChanges(view, { ...memory, round }, answer, settings);
  const refusal = refusedList(destination, view, settings);
  if (refusal) return refusal;
  if (round) {
    const name = wasRefused(destination) ? otherName(round.name) : round.name;
    return askFor(view, { ...memory, round: { ...round, name } }, settings);
  }
  const { stuckFrom, nextAt: until, ...rested } = memory;
  if (isOver(until, now) || askedBy !== undefined)
    return askFor(
      view,
      { ...rested, nextAt: until, round: { startedAt: now, from: '', name: 'list-suppliers', seen: {} } },
      settings,
    );
  return stuckFrom === undefined ? done('Posted', { until }) : refused(stuckReason(stuckFrom), { until });
}

/** What a page of changes leads to. */
type Follows = Pick<Decision, 'publish' | 'callUp'>;

const pageOf = ({ since, round: { from, name } }: Running, { scanOverlapMs, scanPageSize }: ScanSettings) => ({
  from,
  name,
  changedSince: later(since, -scanOverlapMs),
  size: scanPageSize,
});

const askFor = ({ document }: ScanView, memory: Running, settings: ScanSettings, follows: Follows = {}): Decision =>
  send(
    { system: 'm3', kind: 'read', company: document.id, steps: [listSuppliers(pageOf(memory, settings)).step] },
    { memory, ...follows },
  );

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
  if (isStuck(next, round)) {
    // The next round begins where this one did: nothing that was not listed is lost.
    const until = later(view.now, settings.scanAgainAfterRefusalMs);
    const { round: _given, ...rested } = memory;
    const remembered: ChangesMemory = { ...rested, nextAt: until, stuckFrom: round.from };
    return refused(stuckReason(round.from), { ...follows, memory: remembered, until });
  }
  if (next !== undefined) return askFor(view, { ...memory, round: { ...round, from: next, seen } }, settings, follows);
  const until = later(round.startedAt, settings.scanEveryMs);
  const remembered: ChangesMemory = { since: round.startedAt, seen, nextAt: until };
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
