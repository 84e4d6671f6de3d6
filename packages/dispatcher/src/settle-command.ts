import type { Transaction } from '@sluice/runtime/postgres/database';
import type { DispatcherContext } from './dispatcher-context.js';
import { loadCommand } from './load-command.js';
import type { GatewayCommand } from './protocol.js';
import { saveCommand } from './save-command.js';
import { settleStep } from './settle-step.js';

export interface Settlement {
  readonly commandId: string;
  readonly step: string;
  readonly verdict: 'done' | 'not-done';
  readonly by: string;
}

/** A person answers for a step that nobody else could find out about. Without effect where nobody was asked. */
export async function settleCommand<Command extends GatewayCommand, Call>(
  tx: Transaction,
  context: DispatcherContext<Command, Call>,
  settlement: Settlement,
): Promise<'settled' | 'not-asked'> {
  const stored = await loadCommand(tx, settlement.commandId);
  if (stored === undefined || stored.progress.state !== 'asked-person') return 'not-asked';
  const command = context.protocol.parse(stored.body);
  const policies = command.steps.map((step) => context.protocol.policyOf(step));
  const { step, verdict, by } = settlement;
  const settled = settleStep(policies, stored.progress, { step, verdict, now: new Date().toISOString() });
  if (settled === undefined) return 'not-asked';
  await saveCommand(tx, context, stored, settled.progress, settled.due);
  await context.database.outbox.audit(tx, {
    document: stored.head.document,
    action: 'step-settled',
    summary: `${by} says about ${step}: ${verdict}.`,
    by,
    details: { commandId: settlement.commandId, step, verdict },
    ...(stored.cause !== undefined && { cause: stored.cause }),
  });
  return 'settled';
}
