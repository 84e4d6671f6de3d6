import { refused, type Decision, type DestinationView, type View } from '@sluice/reconciler/decision';
import type { DocumentRef } from '@sluice/shared/document';
import { later } from '@sluice/shared/moment';
import type { Reason } from '@sluice/shared/status';
import type { Page } from './list-suppliers.js';
import type { Round, Stopped } from './scan-memory.js';
import type { ScanSettings } from './scan-settings.js';

export type ScanView = View<unknown>;

/** The list of what was changed lately, and the list of all: the one does not wait for the other. */
export const changesDestination = 'm3';
export const wholeDestination = 'm3/all';

/** How a supplier of M3 is called outside of its company. */
export const m3SupplierId = (company: string, number: string): string => `${company}/${number}`;

export const isOver = (moment: string, now: string): boolean => Date.parse(moment) <= Date.parse(now);

/** Whether a supplier of Coupa's is linked to it. */
export const isLinked = ({ lookup }: ScanView, company: string, number: string): boolean =>
  lookup('xref.m3-supplier.v1', m3SupplierId(company, number)).value !== undefined;

/** The document in which a supplier of M3's that no supplier of Coupa's is linked to is decided about. */
export const unlinkedSupplier = (company: string, number: string): DocumentRef => ({
  type: 'm3-supplier',
  id: m3SupplierId(company, number),
});

/** The last number of a page where the list goes on behind it. */
export function goesOnFrom({ suppliers, isFull }: Page): string | undefined {
  return isFull ? suppliers.at(-1)?.number : undefined;
}

/** M3 gives the same page again, whatever it is asked to begin with: there would be no end of it. */
export const isStuck = (next: string | undefined, { from }: Round): boolean => next !== undefined && next === from;

export const stuckReason = (from: string): Reason => ({
  code: 'answer-unreadable',
  message: `M3 gives the same page of its suppliers again when it is asked to begin with ${from} (CRS620MI LstSuppliers, FRSU)`,
  fix: 'Look whether CRS620MI LstSuppliers of this M3 begins with the number in FRSU. It is asked again by itself.',
});

const onlyByNight =
  'This M3 does not list by the time of a change (LMTS): changes there are found by the nightly comparison alone. It is asked again by itself.';

const timeUnheededReason: Reason = {
  code: 'answer-unreadable',
  message:
    'M3 lists suppliers as changed since a time that is still to come (CRS620MI LstSuppliers, LMTS): it takes that time for another one, or does not heed it',
  fix: onlyByNight,
};

/**
 * More than people change within minutes. What was listed is remembered with the scan, and each supplier is read; what a
 * batch changes at once is left to the night.
 */
export const changesMax = 2_000;

const tooManyReason: Reason = {
  code: 'answer-unreadable',
  message: `M3 lists more than ${changesMax} suppliers as changed within minutes (CRS620MI LstSuppliers, LMTS)`,
  fix: 'The others are found by the nightly comparison, and what is changed from now on is looked for again by itself. Where SUPPLIERS_NEW_IN_M3 is create, retry those that are new in M3 and are to be made in Coupa at once.',
};

export function stoppedReason(stopped: Stopped): Reason {
  if (stopped.by === 'same-page') return stuckReason(stopped.from);
  return stopped.by === 'time-unheeded' ? timeUnheededReason : tooManyReason;
}

/** What M3 said against the list, as long as it is not to be asked again. */
export function refusedList(
  { last }: DestinationView,
  { now, askedBy }: ScanView,
  { scanAgainAfterRefusalMs }: ScanSettings,
): Decision | undefined {
  if (last?.result !== 'refused' || askedBy !== undefined) return undefined;
  const until = later(last.at, scanAgainAfterRefusalMs);
  if (isOver(until, now)) return undefined;
  const words = last.refusals.map(({ code, field, message }) =>
    [field === undefined ? message : `field ${field}: ${message}`, `(${code})`].join(' '),
  );
  const isAboutTime = last.refusals.some(({ field }) => field === 'LMTS');
  return refused(
    {
      code: 'm3-refused',
      message: `M3 does not list its suppliers (CRS620MI LstSuppliers): ${words.join('; ') || 'without saying why'}`,
      fix: isAboutTime
        ? onlyByNight
        : 'Give the service user the right to CRS620MI LstSuppliers. It is asked again by itself, or at once by a retry; until then no change in M3 is seen.',
    },
    { until },
  );
}

export const wasRefused = ({ last }: DestinationView): boolean => last?.result === 'refused';

/** What M3 was refused last is asked for under the other name. */
export const otherName = (name: Round['name']): Round['name'] =>
  name === 'list-suppliers' ? 'list-suppliers-again' : 'list-suppliers';
