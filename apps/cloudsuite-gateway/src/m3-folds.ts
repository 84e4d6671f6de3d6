import { answerUnreadable, type Unreadable } from '@sluice/dispatcher/command/answer-unreadable';
import type { DispatcherContext } from '@sluice/dispatcher/dispatcher-context';
import { foldCommand } from '@sluice/dispatcher/command/fold-command';
import { settleCommand } from '@sluice/dispatcher/command/settle-command';
import type { Fold } from '@sluice/runtime/kafka/receiver';
import type { Transaction } from '@sluice/runtime/postgres/database';
import type { M3TransactionCall } from '@sluice/shared/ion/m3-request';
import type { M3Command } from '@sluice/shared/messages/command';

/** What the gateway does with the messages of others. */
export interface M3Folds {
  readonly command: Fold<'m3.command.purchase-order.v1' | 'm3.command.supplier.v1'>;
  readonly operator: Fold<'operator.v1'>;
  readonly unreadable: (tx: Transaction, message: Unreadable) => Promise<void>;
}
/** Injection token of the folds. */
export const M3Folds = Symbol('M3Folds');

export type M3Context = DispatcherContext<M3Command, M3TransactionCall>;

export const m3Folds = (context: M3Context): M3Folds => ({
  command: (tx, { value, envelope }) => foldCommand(tx, context, value, envelope),
  operator: async (tx, { value }) => {
    // A retry is for the sync; a settlement without effect here concerns a command of the other gateway.
    if (value.action === 'settle') await settleCommand(tx, context, value);
  },
  unreadable: answerUnreadable(context.protocol),
});
