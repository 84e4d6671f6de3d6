import { done, refused, send, type Decision } from '@sluice/reconciler/decision';
import { nextCompareAt } from '../supplier/next-compare.js';
import { listSuppliers, type Page } from './list-suppliers.js';
import { wholeMemory, type WholeMemory } from './scan-memory.js';
import type { ScanSettings } from './scan-settings.js';
import {
  goesOnFrom,
  isLinked,
  isOver,
  isStuck,
  otherName,
  refusedList,
  stuckReason,
  unlinkedSupplier,
  wasRefused,
  wholeDestination,
  type ScanView,
} from './scan-view.js';

type Running = WholeMemory & { readonly round: NonNullable<WholeMemory['round']> };

/** The question that a person answers by asking for a load. */
export const loadQuestion = 'load';

/**
 * All suppliers of M3, every night and when a person asks for a load: those that are linked to none of Coupa's are called
 * up. The others are compared by the suppliers of Coupa's that they are linked to, each for itself.
 */
export function scanWholeList(view: ScanView, settings: ScanSettings): Decision {
  const { now } = view;
  const destination = view.destination(wholeDestination);
  if (destination.inFlight !== undefined) return done('Posted');
  const memory = wholeMemory(destination.memory) ?? { begunAt: now };
  const { round } = memory;
  const answer = round && destination.reading(listSuppliers(pageOf(round, settings)));
  if (round && answer?.justRead) return callUpUnlinked(view, { ...memory, round }, answer.value, settings);
  const refusal = refusedList(destination, view, settings);
  if (refusal) return refusal;
  if (round) {
    const name = wasRefused(destination) ? otherName(round.name) : round.name;
    return askFor(view, { ...memory, round: { ...round, name } }, settings);
  }
  const loadAskedAt = view.answers(loadQuestion).at(-1)?.at;
  const isAskedFor = loadAskedAt !== undefined && loadAskedAt > (memory.loadAskedAt ?? '');
  if (!isAskedFor && !isOver(nextRound(view, memory, settings), now)) return rest(view, memory, settings);
  // What only the clock begins is never as urgent as what somebody has just changed.
  if (!isAskedFor && view.priority === 'live') return rest(view, memory, settings, now);
  const { result, loadAskedAt: loadedBefore } = memory;
  return askFor(
    view,
    {
      begunAt: now,
      ...(result && { result }),
      ...(isAskedFor ? { loadAskedAt } : loadedBefore !== undefined && { loadAskedAt: loadedBefore }),
      round: { startedAt: now, from: '', name: 'list-suppliers', suppliers: 0, unlinked: 0 },
    },
    settings,
  );
}

const nextRound = ({ document }: ScanView, { begunAt }: WholeMemory, settings: ScanSettings): string =>
  nextCompareAt(begunAt, settings, document.id);

function rest(
  view: ScanView,
  memory: WholeMemory,
  settings: ScanSettings,
  until = nextRound(view, memory, settings),
): Decision {
  const more = { memory, until, untilPriority: 'replay' } as const;
  return memory.stuckFrom === undefined ? done('Posted', more) : refused(stuckReason(memory.stuckFrom), more);
}

const pageOf = ({ from, name }: Running['round'], { scanPageSize: size }: ScanSettings) => ({ from, name, size });

const askFor = (
  { document }: ScanView,
  memory: Running,
  settings: ScanSettings,
  callUp: NonNullable<Decision['callUp']> = [],
): Decision =>
  send(
    { system: 'm3', kind: 'read', company: document.id, steps: [listSuppliers(pageOf(memory.round, settings)).step] },
    { memory, callUp },
  );

function callUpUnlinked(view: ScanView, { round, ...memory }: Running, page: Page, settings: ScanSettings): Decision {
  const company = view.document.id;
  // The page begins with the last supplier of the one before.
  const suppliers = page.suppliers.filter(({ number }) => number !== round.from);
  const unlinked = suppliers.filter(({ number }) => !isLinked(view, company, number));
  const callUp = unlinked.map(({ number }) => unlinkedSupplier(company, number));
  const count = {
    suppliers: round.suppliers + suppliers.length,
    unlinked: round.unlinked + unlinked.length,
  };
  const next = goesOnFrom(page);
  if (isStuck(next, round)) return { ...rest(view, { ...memory, stuckFrom: round.from }, settings), callUp };
  if (next !== undefined)
    return askFor(view, { ...memory, round: { ...round, ...count, from: next } }, settings, callUp);
  return { ...rest(view, { ...memory, result: { ...count, endedAt: view.now } }, settings), callUp };
}
