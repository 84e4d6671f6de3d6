import type { Transaction } from '@sluice/runtime/postgres/database';
import type { DispatcherContext } from '../dispatcher-context.js';
import type { GatewayCommand, StepPolicy } from '../protocol.js';
import { settleUndo } from '../step/advance-undo.js';
import { sendAgain } from '../step/resolve-unknown-outcome.js';
import { stepOf, withStep, type Advanced, type CommandProgress } from './command-progress.js';
import { loadCommand, readCommand, type StoredCommand } from './load-command.js';
import { stepToSettleOf } from './outcome-of.js';
import { saveCommand } from './save-command.js';

export interface Settlement {
  readonly commandId: string;
  readonly step: string;
  readonly verdict: 'done' | 'not-done';
  readonly by: string;
  /** When the person said so; ISO 8601. */
  readonly at: string;
}

/**
 * A person says whether a step took effect, where that could not be found out. Where no person was asked it changes
 * nothing, and the document's history says why. One that is read again (from the beginning of its topic, say) does nothing
 * at all: by now a person may be asked about something else. A command that is not known here is another gateway's.
 */
export async function settleCommand<Command extends GatewayCommand, Call>(
  tx: Transaction,
  context: DispatcherContext<Command, Call>,
  settlement: Settlement,
): Promise<'settled' | 'not-asked'> {
  const stored = await loadCommand(tx, settlement.commandId);
  if (stored === undefined || !(await isNews(tx, settlement))) return 'not-asked';
  const { progress } = stored;
  if (progress.state !== 'needs-operator') {
    await auditIgnored(tx, context, stored, settlement, `no person is asked, the command is ${progress.state}`);
    return 'not-asked';
  }
  const { policies } = readCommand(context.protocol, stored.body);
  const { step, verdict, by } = settlement;
  const settled = settleStep(policies, progress, { step, verdict, now: new Date().toISOString() });
  if (settled === undefined) {
    await auditIgnored(tx, context, stored, settlement, `a person is asked about ${stepToSettleOf(progress)}`);
    return 'not-asked';
  }
  await context.database.outbox.audit(tx, {
    ...lineOf(stored, settlement),
    action: 'step-settled',
    summary: `${by} says about ${step}: ${verdict}.`,
  });
  await saveCommand(tx, context, stored, settled.progress, settled.due);
  return 'settled';
}

/** Settlements of a command come in the order in which they were made. */
async function isNews(tx: Transaction, { commandId, at }: Settlement): Promise<boolean> {
  const [rows]: [unknown[]] = await tx.query(
    `UPDATE command SET settled_at = $2 WHERE command_id = $1 AND (settled_at IS NULL OR settled_at < $2) RETURNING 1`,
    [commandId, at],
  );
  return rows.length > 0;
}

const auditIgnored = (
  tx: Transaction,
  { database }: DispatcherContext,
  stored: StoredCommand,
  settlement: Settlement,
  why: string,
): Promise<void> =>
  database.outbox.audit(tx, {
    ...lineOf(stored, settlement),
    action: 'settle-ignored',
    summary: `What ${settlement.by} says about ${settlement.step} (${settlement.verdict}) changes nothing: ${why}.`,
  });

const lineOf = ({ head, cause }: StoredCommand, { commandId, step, verdict, by }: Settlement) => ({
  document: head.document,
  by,
  details: { commandId, step, verdict },
  ...(cause !== undefined && { cause }),
});

/**
 * What a person's verdict changes. `done`: the step took effect, and the script goes on after it. `not-done`: it did not,
 * so it is sent again. `undefined` where no person was asked about that step. Pure.
 */
export function settleStep(
  policies: readonly StepPolicy[],
  progress: CommandProgress,
  settled: { step: string; verdict: 'done' | 'not-done'; now: string },
): Advanced | undefined {
  if (progress.state !== 'needs-operator') return undefined;
  const { step: id, verdict, now } = settled;
  if (progress.undo?.state === 'needs-operator')
    return progress.undo.step === id ? settleUndo(policies, progress, verdict, now) : undefined;
  if (!progress.steps.some((step) => step.id === id && step.state === 'needs-operator')) return undefined;
  const running: CommandProgress = { ...progress, state: 'running', message: null };
  if (verdict === 'not-done') return { progress: sendAgain(running, id), due: 'now' };
  if (progress.steps.every(({ attempts }) => attempts === 0))
    return { progress: doneBefore(running, id, now), due: 'never' };
  const items = stepOf(running, id).items.map((item) => ({ state: 'ok' as const, records: item.records }));
  return { progress: withStep(running, id, { state: 'ok', items, endedAt: now }), due: 'now' };
}

/** A person was asked before anything was sent, and says that it was done before: nothing of it is sent any more. */
const doneBefore = (progress: CommandProgress, id: string, now: string): CommandProgress => ({
  ...progress,
  state: 'done',
  message: 'A person has seen that it was done.',
  steps: progress.steps.map((step) => ({ ...step, state: step.id === id ? 'ok' : 'skipped', endedAt: now })),
});
