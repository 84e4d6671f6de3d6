import { readMoment } from '@sluice/shared/moment';
import type { SupplierValues } from '../values/supplier-values.js';
import { coupaDestination, type SupplierView } from './supplier-view.js';

/** What Coupa holds when a write to it has succeeded. */
export interface CoupaTarget {
  /** M3's number. */
  readonly number?: string;
  /** In M3's words. */
  readonly values: SupplierValues;
  /** The day of the reading of M3 that the write is made of. */
  readonly asOf: string;
}

/**
 * What we wrote to Coupa and the snapshot does not show yet, as it was taken before that: Coupa's answer has said when it
 * was written. Without this an old snapshot would look as if somebody had changed the values back.
 */
export function writtenSince(view: SupplierView): CoupaTarget | undefined {
  const { identity, acknowledged } = view.destination(coupaDestination);
  const writtenAt = readMoment(identity['updatedAt'] ?? '');
  const snapshotAt = readMoment(view.desired?.['updated-at'] ?? '');
  const isOlder = writtenAt !== undefined && snapshotAt !== undefined && snapshotAt < writtenAt;
  return isOlder ? (acknowledged as CoupaTarget | undefined) : undefined;
}
