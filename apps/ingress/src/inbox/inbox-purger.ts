import type { Logger } from '@sluice/runtime/logging/logger';
import { RepeatedWork } from '@sluice/runtime/repeated-work';

export interface Purging {
  /** Answers how many events were forgotten. */
  readonly purge: () => Promise<number>;
  readonly intervalMs: number;
  readonly log: Logger;
  readonly count: (purged: number) => void;
}

export const InboxPurger = Symbol('InboxPurger');

/** Forgets old events now and then; several at once do no harm. */
export const inboxPurger = ({ purge, intervalMs, log, count }: Purging): RepeatedWork =>
  new RepeatedWork({
    name: 'inbox-purger',
    work: async () => {
      const purged = await purge();
      count(purged);
      if (purged > 0) log.info({ purged }, 'old events were forgotten');
    },
    everyMs: intervalMs,
    log,
    failed: 'old events could not be forgotten and are tried again',
  });
