import { accountBlockReason } from '../delay/find-block-reason.js';
import { formatDelay } from '../delay/format-delay.js';
import type { DispatcherContext } from '../dispatcher-context.js';

/** Whether requests may leave for the account, for people. */
export interface AccountShown {
  /** The name of the account: `m3`, `coupa`. */
  readonly account: string;
  readonly system: string;
  readonly state: 'sending' | 'paused';
  /** Until when nothing is sent, at the latest; ISO 8601. */
  readonly pausedUntil?: string;
  /** The failure code that is why. */
  readonly because?: string;
  /** What is the matter, in a sentence: a pause, or an outage. */
  readonly message?: string;
  readonly since?: string;
  /** Commands that are due and wait for their turn. */
  readonly due: number;
  /** Commands that wait for a person. */
  readonly needOperator: number;
}

interface PauseRow {
  readonly until: Date | null;
  readonly because: string | null;
  readonly due: string;
  readonly need_operator: string;
}

export const showAccount = (context: DispatcherContext): Promise<AccountShown> =>
  context.database.transaction(async (tx) => {
    const { account, system } = context.protocol;
    const [row]: PauseRow[] = await tx.query(
      `SELECT paused_until AS until, paused_because AS because,
         (SELECT count(*) FROM command WHERE due_at <= clock_timestamp()) AS due,
         (SELECT count(*) FROM command WHERE state = 'needs-operator') AS need_operator
       FROM (SELECT 1) AS one LEFT JOIN lease ON name = $1 AND paused_until > clock_timestamp()`,
      [account],
    );
    const blockReason = await accountBlockReason(tx, context);
    const { message, since } = blockReason === undefined ? {} : formatDelay(system, blockReason, new Date());
    return {
      account,
      system,
      state: row?.until == null ? 'sending' : 'paused',
      ...(row?.until != null && { pausedUntil: row.until.toISOString() }),
      ...(row?.because != null && { because: row.because }),
      ...(message !== undefined && { message }),
      ...(since !== undefined && { since }),
      due: Number(row?.due ?? 0),
      needOperator: Number(row?.need_operator ?? 0),
    };
  });

/**
 * An operator lifts the pause: what is due leaves at once, and where the other system still refuses it, the account pauses
 * again. Answers whether there was one.
 */
export const resumeAccount = (context: DispatcherContext, by: string): Promise<{ readonly resumed: boolean }> =>
  context.database.transaction(async (tx) => {
    const { database, protocol, log } = context;
    const [paused]: { until: Date; because: string }[] = await tx.query(
      `SELECT paused_until AS until, paused_because AS because FROM lease
       WHERE name = $1 AND paused_until > clock_timestamp() FOR UPDATE`,
      [protocol.account],
    );
    if (paused === undefined) return { resumed: false };
    await tx.query(`UPDATE lease SET paused_until = NULL, paused_because = NULL WHERE name = $1`, [protocol.account]);
    await database.outbox.audit(tx, {
      action: 'account-resumed',
      summary: `${by} has lifted the pause of ${protocol.system} (${paused.because}, until ${paused.until.toISOString()})`,
      direction: protocol.direction,
      by,
      details: { account: protocol.account, because: paused.because, pausedUntil: paused.until.toISOString() },
    });
    log.info({ account: protocol.account, by, because: paused.because }, 'an operator has lifted the pause');
    return { resumed: true };
  });
