import type { Logger } from '@sluice/runtime/logging/logger';
import type { Database } from '@sluice/runtime/postgres/database';
import { RepeatedWork } from '@sluice/runtime/repeated-work';
import type { RunCommand } from '../fetch/request-fetch.js';
import { beginDueRounds, openCursors } from './begin-page.js';
import type { PollSettings } from './poll-settings.js';

export interface Polling {
  readonly database: Database;
  readonly run: RunCommand;
  readonly settings: PollSettings;
  /** How often it is asked what is due. */
  readonly checkEveryMs: number;
  readonly log: Logger;
}

export const Poller = Symbol('Poller');

/** Looks into Coupa's lists now and then, for what no webhook and no call-out announced. */
export const poller = ({ database, run, settings, checkEveryMs, log }: Polling): RepeatedWork =>
  new RepeatedWork({
    name: 'poller',
    work: async () => {
      await openCursors(database, settings);
      await beginDueRounds(database, run, settings);
    },
    everyMs: checkEveryMs,
    log,
    failed: 'the poll could not go on and tries again',
  });
