import { Failure } from '@sluice/shared/failure';
import type { TokenCall } from '@sluice/shared/http/exchange';
import { tellRefusedAccess } from '../delay/tell-refused-access.js';
import type { DispatcherContext } from '../dispatcher-context.js';
import type { AccountHealth } from './account-health.js';
import { pauseAccount } from './pause-account.js';

/**
 * Makes sure that a token is at hand, before an intent is committed: the time in which a request may leave is not spent
 * on waiting for one. Where there is none the account pauses, each time in a row for longer. Answers whether there is one.
 */
export async function prepareToken(
  context: DispatcherContext,
  term: number,
  health: Pick<AccountHealth, 'noteToken' | 'noteNoToken'>,
): Promise<boolean> {
  const { database, protocol, log } = context;
  const recording: Promise<void>[] = [];
  let failure: Failure | undefined;
  try {
    // A renewal that is not waited for may call back after this function has returned.
    await protocol.transport.prepare((call) => recording.push(recordTokenCall(context, term, call)));
  } catch (thrown) {
    failure = Failure.from(thrown, 'token');
  }
  await Promise.all(recording);
  if (failure === undefined) {
    health.noteToken();
    return true;
  }
  const forMs = health.noteNoToken(failure);
  await pauseAccount(database.dataSource, context, { forMs, because: failure.code });
  await tellRefusedAccess(context).catch(() => undefined);
  log.error({ account: protocol.account, code: failure.code, fix: failure.fix, forMs, err: failure }, 'no token');
  return false;
}

/** A call for a token is a request too, and spent from the quota; its content is not recorded. Never rejects. */
async function recordTokenCall(
  { database, protocol, newId, log }: DispatcherContext,
  term: number,
  call: TokenCall,
): Promise<void> {
  try {
    await database.query(
      `INSERT INTO request (id, account, purpose, term, intended_at, answered_at, state, status, request, answer, duration_ms)
       VALUES ($1, $2, 'token', $3, $4, clock_timestamp(), $5, $6, $7, $8, $9)`,
      [
        newId(),
        protocol.account,
        term,
        call.startedAt.toISOString(),
        call.status === undefined ? 'unanswered' : 'answered',
        call.status ?? null,
        JSON.stringify({ url: call.url }),
        JSON.stringify({ message: call.message && database.redaction.text(call.message) }),
        Math.round(call.durationMs),
      ],
    );
  } catch (thrown) {
    log.warn(
      { account: protocol.account, status: call.status, err: thrown },
      'a call for a token could not be recorded',
    );
  }
}
