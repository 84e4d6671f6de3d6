import { answerUnreadable, type Unreadable } from '@sluice/dispatcher/command/answer-unreadable';
import type { DispatcherContext } from '@sluice/dispatcher/dispatcher-context';
import { foldCommand } from '@sluice/dispatcher/command/fold-command';
import { settleCommand } from '@sluice/dispatcher/command/settle-command';
import type { Fold } from '@sluice/runtime/kafka/receiver';
import type { Transaction } from '@sluice/runtime/postgres/database';
import { documentKey } from '@sluice/shared/document';
import type { CoupaCommand, CoupaCommandMessage } from '@sluice/shared/messages/command';
import type { CoupaCall } from './coupa/coupa-call.js';
import { isFetched } from './fetch/fetch-script.js';
import { foldNotice } from './fetch/fold-notice.js';
import { requestFetch, type RunCommand } from './fetch/request-fetch.js';

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

export function coupaFolds(context: CoupaContext): CoupaFolds {
  const run: RunCommand = (tx, command, cause) => foldCommand(tx, context, command, cause);
  return {
    notice: foldNotice(context.database, run),
    command: (tx, { value, envelope }) => foldCommand(tx, context, behindFetches(value), envelope),
    unreadable: answerUnreadable(context.protocol),
    operator: async (tx, { value, envelope }) => {
      // A settlement without effect here concerns a command of the other gateway.
      if (value.action === 'settle') await settleCommand(tx, context, value);
      // A sync that decides again does so on what it holds; whoever asks for that means what Coupa holds now, and the
      // snapshot that the sync holds may be none, as its message was lost or could not be read.
      if (value.action !== 'retry' && value.action !== 'fetch') return;
      if (isFetched(value.document)) await requestFetch(tx, run, value.document, { cause: envelope, republish: true });
      // A retry may be meant for a sync whose documents do not come from here.
      else if (value.action === 'fetch')
        await context.database.outbox.audit(tx, {
          document: value.document,
          action: 'fetch-ignored',
          summary: `${documentKey(value.document)} is not fetched: documents of this kind are not read from Coupa`,
          direction: 'in',
          by: value.by,
          cause: envelope,
        });
    },
  };
}

/** Coupa gives 25 requests a second for all: what comes in has the larger share, what is written back can wait. */
const behindFetches = (command: CoupaCommandMessage): CoupaCommandMessage =>
  'withdraw' in command || command.priority !== 'live' ? command : { ...command, priority: 'replay' };
