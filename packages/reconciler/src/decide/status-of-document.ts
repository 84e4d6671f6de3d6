import type { DestinationStatus } from '@sluice/shared/messages/document-status';
import type { Reason, RecordStatus } from '@sluice/shared/status';
import { systemOf } from '../system-of.js';

/** Worst first: what a person must see before all else. Of the good ends, the most telling comes first. */
const worstFirst: readonly RecordStatus[] = [
  'Needs attention',
  'Match exception',
  'Held',
  'Unknown outcome',
  'Waiting',
  'Throttled',
  'Retrying',
  'In progress',
  'Received',
  'Posted',
  'Duplicate',
  'Superseded',
  'Ignored',
];

const refusedStatuses: readonly RecordStatus[] = ['Needs attention', 'Match exception', 'Held'];

export interface OverallStatus {
  readonly status: RecordStatus;
  readonly reason?: Reason;
  readonly waitingFor?: string[];
  readonly warning?: Reason;
}

/**
 * The status of a document: the worst of its destinations, with that destination's reason. What Coupa refuses to take on about a
 * document that M3 holds is a warning and not a failure: the business has what it needs. A document without a destination
 * concerns no system, so it is Ignored.
 */
export function statusOfDocument(destinations: readonly DestinationStatus[]): OverallStatus {
  const inM3 = destinations.filter(({ name }) => systemOf(name) === 'm3');
  const posted = inM3.length > 0 && inM3.every(({ status }) => status === 'Posted');
  const warner = posted
    ? destinations.find(({ name, status }) => systemOf(name) === 'coupa' && refusedStatuses.includes(status))
    : undefined;
  const counted = destinations
    .filter((destination) => destination !== warner)
    .toSorted(
      (left, right) =>
        rank(left) - rank(right) || systemRank(left) - systemRank(right) || (left.name < right.name ? -1 : 1),
    );
  const worst = counted[0];
  if (!worst) return { status: 'Ignored' };
  const waitingFor =
    worst.status === 'Waiting' ? [...new Set(counted.flatMap((destination) => destination.waitingFor ?? []))] : [];
  return {
    status: worst.status,
    ...(worst.reason && { reason: worst.reason }),
    ...(waitingFor.length > 0 && { waitingFor }),
    ...(warner?.reason && { warning: warner.reason }),
  };
}

/** Of two that are equally bad, that of M3 comes first. */
const systemRank = ({ name }: DestinationStatus): number => (systemOf(name) === 'm3' ? 0 : 1);

const rank = ({ status }: DestinationStatus): number => worstFirst.indexOf(status);
