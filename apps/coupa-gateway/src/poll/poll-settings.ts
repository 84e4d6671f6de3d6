import { z } from 'zod';
import { setting, type Setting } from '@sluice/runtime/config/define-config';
import { onOff } from '@sluice/runtime/config/on-off';
import { wholeNumber } from '@sluice/runtime/config/whole-number';
import { scaleDurations } from '@sluice/runtime/durations';
import { coupaSideOf, fetchedTypes, rowOf, type FetchedType } from '@sluice/shared/document-types';
import { pollQueries, type PollQuery } from './poll-queries.js';

const isCancelled = (status: string): boolean => status === 'cancelled' || status === 'canceled';

/** Coupa's own pages know both spellings; a query for one of them alone may find no cancelled document at all. */
const bothSpellings = (statuses: readonly string[]): string[] =>
  statuses.some(isCancelled)
    ? [...statuses.filter((status) => !isCancelled(status)), 'cancelled', 'canceled']
    : [...statuses];

const statusList = (byDefault: string) =>
  z
    .string()
    .default(byDefault)
    .transform((list) => list.split(/[\s,]+/).filter((status) => status !== ''))
    .refine((statuses) => statuses.length > 0, 'must name a status')
    .transform(bothSpellings);

type StatusesProperty = `polledStatuses/${FetchedType}`;
const propertyOf = (type: FetchedType): StatusesProperty => `polledStatuses/${type}`;

/** One setting for each document type whose polled statuses the installation chooses. */
const statusSettings = Object.fromEntries(
  fetchedTypes.flatMap((type) => {
    const { polledStatuses } = coupaSideOf(type);
    if (polledStatuses === undefined) return [];
    const [one, many] = rowOf(type).label;
    const description = `Statuses of the ${many} that the poll looks for. A ${one} in another status is still fetched when it is announced.`;
    const example = polledStatuses.default;
    return [
      [propertyOf(type), setting(polledStatuses.setting, statusList(example), { description, example })] as const,
    ];
  }),
) as unknown as { readonly [Property in StatusesProperty]: Setting<z.ZodType<readonly string[] | undefined>> };

/** How Coupa's lists are polled for what no webhook and no call-out announced. */
export const pollSettings = {
  poll: setting('COUPA_POLL', z.enum(['on', 'off']).default('on'), {
    description: 'Whether Coupa’s lists are polled. Off only where something else announces every change.',
    example: 'on',
  }),
  pollIntervalSeconds: setting('COUPA_POLL_INTERVAL', wholeNumber(1, 86_400).default(300), {
    description: 'Seconds between two rounds of a poll.',
    example: '300',
  }),
  pollOverlapSeconds: setting('COUPA_POLL_OVERLAP', wholeNumber(1, 604_800).default(900), {
    description:
      'Seconds that a round reaches back behind the last one: more than an interval and a difference of clocks.',
    example: '900',
  }),
  ...statusSettings,
  coupaWriteBack: setting('COUPA_WRITE_BACK', onOff.default('on'), {
    description: 'Whether Coupa is told what became of an order: number, integration history, exported; on or off.',
    example: 'on',
  }),
  markExported: setting('MARK_EXPORTED', onOff.default('on'), {
    description: 'Whether orders that are in M3 get Coupa’s mark exported; off where another consumer uses it.',
    example: 'on',
  }),
} as const;

/** The same, as the poll works with it: durations in milliseconds, scaled. */
export interface PollSettings {
  readonly intervalMs: number;
  readonly overlapMs: number;
  readonly countIntervalMs: number;
  readonly checkEveryMs: number;
  /**
   * The lists that are polled. Without the mark of export Coupa's list of what is not exported holds every order there
   * ever was: it is no work list then, and not walked.
   */
  readonly pollQueries: readonly PollQuery[];
  /** By document type, where the installation chooses them. */
  readonly statuses: { readonly [Type in FetchedType]?: readonly string[] | undefined };
}

interface PollConfig extends Partial<Readonly<Record<StatusesProperty, readonly string[] | undefined>>> {
  readonly pollIntervalSeconds: number;
  readonly pollOverlapSeconds: number;
  readonly coupaWriteBack: 'on' | 'off';
  readonly markExported: 'on' | 'off';
  readonly timeScale: number;
}

export const pollSettingsOf = (config: PollConfig): PollSettings => ({
  ...scaleDurations(
    {
      intervalMs: config.pollIntervalSeconds * 1000,
      overlapMs: config.pollOverlapSeconds * 1000,
      countIntervalMs: 24 * 60 * 60_000,
      checkEveryMs: 5_000,
    },
    config.timeScale,
  ),
  pollQueries: pollQueries.filter(
    ({ kind }) => kind !== 'not-exported' || (config.coupaWriteBack === 'on' && config.markExported === 'on'),
  ),
  statuses: Object.fromEntries(fetchedTypes.map((type) => [type, config[propertyOf(type)]])),
});

export const intervalOf = ({ kind }: PollQuery, { intervalMs, countIntervalMs }: PollSettings): number =>
  kind === 'count' ? countIntervalMs : intervalMs;
