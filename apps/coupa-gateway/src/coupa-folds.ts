import type { DispatcherContext } from '@sluice/dispatcher/dispatcher-context';
import { foldCommand } from '@sluice/dispatcher/fold-command';
import { settleCommand } from '@sluice/dispatcher/settle-command';
import type { Fold, Unreadable } from '@sluice/runtime/kafka/receiver';
import type { Transaction } from '@sluice/runtime/postgres/database';
import type { CoupaCommand } from '@sluice/shared/messages/command';
import { answerUnreadable } from './answer-unreadable.js';
import type { CoupaCall } from './coupa-call.js';
import { foldNotice } from './fold-notice.js';

/** What the gateway does with the messages of others. */
export interface CoupaFolds {
  readonly notice: Fold<'coupa.notice.v1'>;
  readonly command: Fold<'coupa.command.purchase-order.v1'>;
  readonly operator: Fold<'operator.v1'>;
  readonly unreadable: (tx: Transaction, message: Unreadable) => Promise<void>;
}
/** Injection token of the folds. */
export const CoupaFolds = Symbol('CoupaFolds');

export type CoupaContext = DispatcherContext<CoupaCommand, CoupaCall>;

export const coupaFolds = (context: CoupaContext): CoupaFolds => ({
  notice: foldNotice(context.database, (tx, command, cause) => foldCommand(tx, context, command, cause)),
  command: (tx, { value, envelope }) => foldCommand(tx, context, value, envelope),
  unreadable: (tx, message) => answerUnreadable(context.database, tx, message),
  operator: async (tx, { value }) => {
    // A retry is for the sync; a settlement without effect here concerns a command of the other gateway.
    if (value.action === 'settle') await settleCommand(tx, context, value);
  },
});
