import type { Transaction } from '@sluice/runtime/postgres/database';
import { paceAfter } from '@sluice/shared/quota/pace-after';
import { waitForSlot } from '@sluice/shared/quota/wait-for-slot';
import { failuresMax } from '../account/account-health.js';
import type { StoredCommand } from '../command/load-command.js';
import type { DispatcherContext } from '../dispatcher-context.js';
import { readLedger } from '../quota/read-ledger.js';
import type { BlockReason } from './block-reason.js';

interface LeaseRow {
  readonly because: string;
  readonly until: Date;
}

interface BadRow {
  readonly failures: string;
  readonly since: Date | null;
  readonly symptom: string | null;
}

/**
 * What keeps the whole account from sending: a pause, or failures of so many commands in a row that the breaker is open.
 * Read from the requests on record, so that every process says the same, also after a restart, and all through an outage with the
 * symptom with which it began: for a backlog of thousands nothing is published anew because a 503 became a 502.
 */
export async function accountBlockReason(
  tx: Transaction,
  { protocol }: Pick<DispatcherContext, 'protocol'>,
): Promise<BlockReason | undefined> {
  const { account } = protocol;
  const [pause]: LeaseRow[] = await tx.query(
    `SELECT paused_because AS because, paused_until AS until FROM lease
     WHERE name = $1 AND paused_until > clock_timestamp()`,
    [account],
  );
  const cause = causeOf(pause?.because);
  const [bad]: BadRow[] = await tx.query(
    `WITH well AS (
       SELECT coalesce(max(answered_at), '-infinity') AS at FROM request
       WHERE account = $1 AND state = 'answered' AND purpose <> 'token')
     SELECT count(DISTINCT coalesce((SELECT command_id FROM request_item WHERE request_id = request.id AND position = 0), id))
         FILTER (WHERE state IN ('unanswered', 'not-sent')) AS failures, min(answered_at) AS since,
       (array_agg(coalesce('HTTP ' || status, answer ->> 'message') ORDER BY answered_at))[1] AS symptom
     FROM request, well
     WHERE account = $1 AND answered_at > well.at AND (state <> 'answered' OR status >= 400)
       AND CASE WHEN status = 429 THEN 'limited'
                WHEN state = 'rejected' OR purpose = 'token' AND status BETWEEN 400 AND 499 THEN 'refused'
                ELSE 'away' END = $2`,
    [account, cause],
  );
  const since = (bad?.since ?? new Date()).toISOString();
  const symptom = bad?.symptom ?? 'no answer';
  if (pause !== undefined) {
    const kind = cause === 'limited' ? 'throttled' : 'retrying';
    return { kind, code: pause.because, symptom, since, until: pause.until.toISOString() };
  }
  return Number(bad?.failures) >= failuresMax ? { kind: 'retrying', code: 'unavailable', symptom, since } : undefined;
}

/** An outage that began before our credentials were refused says nothing about them, and the other way round. */
function causeOf(because: string | undefined): 'away' | 'limited' | 'refused' {
  if (because === undefined || because === 'unavailable') return 'away';
  return because === 'rate-limited' ? 'limited' : 'refused';
}

/** Why nobody is let in, where that does not pass by itself: who waits must hear it at once. Cheap where nothing is wrong. */
export async function refusedAccessReason(
  tx: Transaction,
  context: Pick<DispatcherContext, 'protocol'>,
): Promise<BlockReason | undefined> {
  const refused: unknown[] = await tx.query(
    `SELECT FROM lease WHERE name = $1 AND paused_until > clock_timestamp()
       AND paused_because NOT IN ('rate-limited', 'unavailable')`,
    [context.protocol.account],
  );
  return refused.length === 0 ? undefined : accountBlockReason(tx, context);
}

/** What holds this command up, if anything does: the account, its own last request, or the quota that others spend. */
export async function findBlockReason(
  tx: Transaction,
  context: DispatcherContext,
  { delay, dueAt }: StoredCommand,
): Promise<BlockReason | undefined> {
  const ofAccount = await accountBlockReason(tx, context);
  if (ofAccount !== undefined) return ofAccount;
  if (dueAt !== undefined && dueAt.getTime() <= Date.now())
    return (await isQuotaSpent(tx, context))
      ? { kind: 'throttled', code: 'rate-limited', since: dueAt.toISOString() }
      : undefined;
  if (delay?.kind !== 'retrying') return undefined;
  const { until: _before, ...own } = delay;
  return { ...own, ...(dueAt !== undefined && { until: dueAt.toISOString() }) };
}

async function isQuotaSpent(tx: Transaction, { protocol, settings }: DispatcherContext): Promise<boolean> {
  const { account, quota } = protocol;
  if (quota === undefined) return false;
  const { spent, limitedAgoMs } = await readLedger(tx, account, quota, settings.rateRememberMs);
  return waitForSlot(quota, spent, paceAfter(limitedAgoMs, settings.rateRememberMs)) > 0;
}
