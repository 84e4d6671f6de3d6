import type { Database } from '@sluice/runtime/postgres/database';
import type { Fold, Subscriptions } from '@sluice/runtime/subscriptions';
import { documentKey } from '@sluice/shared/document';
import type { System } from '@sluice/shared/document-types';
import { Failure } from '@sluice/shared/failure';
import type { Withdrawal } from '@sluice/shared/messages/command';
import { commandTopics, outcomeTopic, type CommandTopic } from '@sluice/shared/topics';
import { foldCommand } from './command/fold-command.js';
import { settleCommand } from './command/settle-command.js';
import type { DispatcherContext, PublishOutcome } from './dispatcher-context.js';
import type { GatewayCommand } from './protocol.js';

type Command = GatewayCommand | Withdrawal;

export interface MoreSubscriptions {
  /** How a command that came in is changed before it is accepted. */
  readonly adjust?: (command: Command) => Command;
  /** What the gateway reads besides commands; its fold of `operator.v1` is called after settlements were folded. */
  readonly subscriptions?: Subscriptions;
}

/** What every gateway reads: the commands for its system, and what people say about those whose outcome is unknown. */
export function gatewaySubscriptions(
  system: System,
  context: DispatcherContext<any, any>,
  { adjust = (command) => command, subscriptions = {} }: MoreSubscriptions = {},
): Subscriptions {
  const command: Fold<CommandTopic> = (tx, { value, envelope }) => foldCommand(tx, context, adjust(value), envelope);
  const operator: Fold<'operator.v1'> = async (tx, message) => {
    // A settlement that has no effect here concerns a command of the other gateway.
    if (message.value.action === 'settle') await settleCommand(tx, context, message.value);
    await subscriptions['operator.v1']?.(tx, message);
  };
  const commands = Object.fromEntries(commandTopics(system).map((topic) => [topic, command]));
  return { ...subscriptions, ...commands, 'operator.v1': operator };
}

/** Publishes outcomes where the sync of the document's type reads them. */
export const publishOutcome =
  ({ outbox }: Pick<Database, 'outbox'>, system: System): PublishOutcome =>
  async (tx, { document }, outcome, cause) => {
    const topic = outcomeTopic(system, document.type);
    if (topic === undefined)
      throw new Failure(`No sync reads outcomes of ${system} for a ${document.type}.`, {
        code: 'unexpected',
        stage: 'publish',
        disposition: 'park',
      });
    await outbox.put(tx, { topic, key: documentKey(document), value: outcome, ...(cause !== undefined && { cause }) });
  };
