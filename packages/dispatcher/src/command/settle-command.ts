import type { Transaction } from '@sluice/runtime/postgres/database';
import type { DispatcherContext } from '../dispatcher-context.js';
import type { CommandProgress } from './command-progress.js';
import { loadCommand, type StoredCommand } from './load-command.js';
import type { GatewayCommand } from '../protocol.js';
import { saveCommand } from './save-command.js';
import { settleStep } from '../step/settle-step.js';

export interface Settlement {
  readonly commandId: string;
  readonly step: string;
  readonly verdict: 'done' | 'not-done';
  readonly by: string;
}

/**
 * A person answers for a step that nobody else could find out about. Where nobody was asked it changes nothing, and the
 * document's history says why. A command that is not known here is another gateway's.
 */
export async function settleCommand<Command extends GatewayCommand, Call>(
  tx: Transaction,
  context: DispatcherContext<Command, Call>,
  settlement: Settlement,
): Promise<'settled' | 'not-asked'> {
  const stored = await loadCommand(tx, settlement.commandId);
  if (stored === undefined) return 'not-asked';
  const { progress } = stored;
  if (progress.state !== 'needs-operator') {
    await auditIgnored(tx, context, stored, settlement, `no person is asked, the command is ${progress.state}`);
    return 'not-asked';
  }
  const command = context.protocol.parse(stored.body);
  const policies = command.steps.map((step) => context.protocol.policyOf(step));
  const { step, verdict, by } = settlement;
  const settled = settleStep(policies, progress, { step, verdict, now: new Date().toISOString() });
  if (settled === undefined) {
    await auditIgnored(tx, context, stored, settlement, `a person is asked about ${stepToSettle(progress)}`);
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

const stepToSettle = ({ undo, steps }: CommandProgress): string =>
  undo?.state === 'needs-operator'
    ? undo.step
    : steps
        .filter(({ state }) => state === 'needs-operator')
        .map(({ id }) => id)
        .join(', ');
