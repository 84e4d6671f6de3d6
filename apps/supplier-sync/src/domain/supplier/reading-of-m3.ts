import type { Reading } from '@sluice/reconciler/read';
import { changeSeenAt } from './link-supplier.js';
import { lastCompareAt } from './next-compare.js';
import { lastRead, wholeSupplierIn, type SupplierInM3, type WholeSupplier } from './read-supplier.js';
import type { SupplierSettings } from './settings.js';
import { companyDestination, type SupplierView } from './supplier-view.js';

/**
 * What M3 holds, if that is known well enough to decide by: read a short while ago, after everything that we wrote there,
 * and after a scan last saw a change. A person who retries has seen something that we may not have.
 */
export function freshWhole(
  view: SupplierView,
  company: string,
  number: string,
  settings: SupplierSettings,
): Reading<WholeSupplier | undefined> | undefined {
  const reading = wholeSupplierIn(view, company, number);
  return reading !== undefined && isFresh(view, { company, number, reading }, settings) ? reading : undefined;
}

/** The same of the record alone, where suppliers are only linked. */
export function freshRecord(
  view: SupplierView,
  company: string,
  number: string,
  settings: SupplierSettings,
): Reading<SupplierInM3 | undefined> | undefined {
  const reading = lastRead(view.destination(companyDestination(company)), number);
  return reading !== undefined && isFresh(view, { company, number, reading }, settings) ? reading : undefined;
}

interface Asked {
  readonly company: string;
  readonly number: string;
  readonly reading: Pick<Reading<unknown>, 'readAt' | 'justRead'>;
}

function isFresh(view: SupplierView, { company, number, reading }: Asked, settings: SupplierSettings): boolean {
  const { last } = view.destination(companyDestination(company));
  const { readAt, justRead } = reading;
  if (last?.kind === 'write' && last.at > readAt) return false;
  if (justRead) return true;
  if (view.askedBy !== undefined || readAt < (changeSeenAt(view, company, number) ?? '')) return false;
  if (readAt < lastCompareAt(view.now, settings, view.document.id)) return false;
  return Date.parse(view.now) - Date.parse(readAt) < settings.factsFreshForMs;
}
