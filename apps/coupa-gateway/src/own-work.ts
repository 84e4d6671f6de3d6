import { foldCommand } from '@sluice/dispatcher/command/fold-command';
import type { DispatcherContext } from '@sluice/dispatcher/dispatcher-context';
import type { OwnWork } from '@sluice/dispatcher/start-gateway';
import type { AppParts } from '@sluice/runtime/app-parts';
import { RepeatedWork } from '@sluice/runtime/repeated-work';
import type { Fold } from '@sluice/runtime/subscriptions';
import type { CoupaCall } from '@sluice/shared/coupa-client/coupa-call';
import { documentKey } from '@sluice/shared/document';
import type { CoupaCommand } from '@sluice/shared/messages/command';
import type { CoupaGatewayConfig } from './config.js';
import { fetchScript, isFetched } from './fetch/fetch-script.js';
import { finishFetch } from './fetch/finish-fetch.js';
import { fetchDestination, requestFetch, requestFetchBy, type RunCommand } from './fetch/request-fetch.js';
import { beginLoad, everyId } from './poll/begin-load.js';
import { beginDueRounds, openCursors, pollDestination } from './poll/begin-page.js';
import { finishPage } from './poll/finish-page.js';
import { pollMetrics } from './poll/poll-metrics.js';
import { pollSettingsOf, type PollSettings } from './poll/poll-settings.js';

/** What this gateway does besides running commands: it fetches what was announced, and polls Coupa's lists. */
export function ownWork(
  context: DispatcherContext<CoupaCommand, CoupaCall>,
  { config, database, logger, metrics, tracing }: AppParts<CoupaGatewayConfig>,
): OwnWork {
  const settings = pollSettingsOf(config);
  const bankPaths = Object.values(config.bankFields ?? {});
  const run: RunCommand = (tx, command, cause) => {
    const { document, destination } = command;
    const isSupplier = destination === fetchDestination && isFetched(document) && document.type === 'supplier';
    const steps = isSupplier ? fetchScript(document, bankPaths) : command.steps;
    return foldCommand(tx, context, { ...command, steps }, cause);
  };
  pollMetrics(metrics, database);
  const poller = new RepeatedWork({
    name: 'poller',
    work: async () => {
      await openCursors(database, settings);
      await beginDueRounds(database, run, settings);
    },
    everyMs: settings.checkEveryMs,
    log: logger,
    failed: 'the poll could not go on and tries again',
  });
  return {
    subscriptions: {
      'coupa.notice.v1': foldNotice(context, run),
      'operator.v1': foldOperatorCommand(context, run, settings),
    },
    adjust: afterFetches,
    takeOutcome: async (tx, { document, destination }, outcome, cause) => {
      if (destination === fetchDestination && isFetched(document))
        await finishFetch(tx, database, run, document, outcome, cause);
      else if (destination === pollDestination) await finishPage(tx, { database, run, settings, tracing }, outcome);
      else return false;
      return true;
    },
    background: config.poll === 'on' ? [poller] : [],
  };
}

/** "Something happened to this document": it is fetched. Folding a notice twice costs one fetch more and changes nothing. */
const foldNotice =
  ({ database: { outbox } }: Pick<DispatcherContext, 'database'>, run: RunCommand): Fold<'coupa.notice.v1'> =>
  async (tx, { value: { document }, envelope }) => {
    if (isFetched(document)) return requestFetch(tx, run, document, { cause: envelope });
    await outbox.audit(tx, {
      document,
      action: 'notice-ignored',
      summary: `${documentKey(document)} was announced; documents of this kind are not fetched yet`,
      direction: 'in',
      cause: envelope,
    });
  };

/**
 * A sync that decides again does so on what it holds. An operator who asks for that means what Coupa holds now, and the
 * snapshot that the sync holds may be none, as its message was lost or could not be read.
 */
const foldOperatorCommand =
  ({ database }: Pick<DispatcherContext, 'database'>, run: RunCommand, settings: PollSettings): Fold<'operator.v1'> =>
  async (tx, { value, envelope }) => {
    if (value.action === 'load') {
      // That of a scan, or of one document, is meant for its sync.
      if (!isFetched(value.document) || value.document.id !== everyId) return;
      return beginLoad(tx, { database, run, settings }, value.document.type, { ...value, cause: envelope });
    }
    if (value.action !== 'retry' && value.action !== 'fetch') return;
    if (isFetched(value.document)) return requestFetchBy(tx, run, value.document, { at: value.at, cause: envelope });
    // A retry may be meant for a sync whose documents do not come from here.
    if (value.action === 'fetch')
      await database.outbox.audit(tx, {
        document: value.document,
        action: 'fetch-ignored',
        summary: `${documentKey(value.document)} is not fetched: documents of this kind are not read from Coupa`,
        direction: 'in',
        by: value.by,
        cause: envelope,
      });
  };

/** Coupa gives 25 requests a second for all: what comes in has the larger share, what is written back can wait. */
const afterFetches: NonNullable<OwnWork['adjust']> = (command) =>
  'withdraw' in command || command.priority !== 'live' ? command : { ...command, priority: 'replay' };
