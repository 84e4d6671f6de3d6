import { z } from 'zod';
import { setting } from '@sluice/runtime/config/define-config';
import { wholeNumber } from '@sluice/runtime/config/whole-number';
import type { PollQuery } from './poll-queries.js';

const isCancelled = (status: string): boolean => status === 'cancelled' || status === 'canceled';

/** Coupa's own pages know both spellings; whoever asks for one of them alone may see no cancelled order at all. */
const bothSpellings = (statuses: readonly string[]): string[] => {
  return statuses.some(isCancelled)
    ? [...statuses.filter((status) => !isCancelled(status)), 'cancelled', 'canceled']
    : [...statuses];
};

/** How Coupa's lists are looked through for what no webhook and no call-out announced. */
export const pollSettings = {
  poll: setting('COUPA_POLL', z.enum(['on', 'off']).default('on'), {
    description: 'Whether Coupa’s lists are looked through. Off only where something else announces every change.',
    example: 'on',
  }),
  pollIntervalSeconds: setting('COUPA_POLL_INTERVAL', wholeNumber(1, 86_400).default(300), {
    description: 'Seconds between two walks through a list.',
    example: '300',
  }),
  pollOverlapSeconds: setting('COUPA_POLL_OVERLAP', wholeNumber(1, 604_800).default(900), {
    description:
      'Seconds that a walk reaches back behind the last one: more than an interval and a difference of clocks.',
    example: '900',
  }),
  orderStatuses: setting(
    'COUPA_POLL_ORDER_STATUSES',
    z
      .string()
      .default('issued,soft_closed,closed,cancelled,canceled')
      .transform((list) => list.split(/[\s,]+/).filter((status) => status !== ''))
      .refine((statuses) => statuses.length > 0, 'must name a status')
      .transform(bothSpellings),
    {
      description:
        'States of orders that the poll looks for. An order in another state is still fetched when it is announced.',
      example: 'issued,soft_closed,closed,cancelled,canceled',
    },
  ),
} as const;

/** The same, as the poll works with it: durations in milliseconds, scaled. */
export interface PollSettings {
  readonly intervalMs: number;
  readonly overlapMs: number;
  readonly countIntervalMs: number;
  readonly orderStatuses: readonly string[];
}

export const intervalOf = ({ kind }: PollQuery, { intervalMs, countIntervalMs }: PollSettings): number =>
  kind === 'count' ? countIntervalMs : intervalMs;
