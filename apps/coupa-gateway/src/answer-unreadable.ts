import type { Unreadable } from '@sluice/runtime/kafka/receiver';
import type { Database, Transaction } from '@sluice/runtime/postgres/database';
import { parseDocumentKey } from '@sluice/shared/document';
import { z } from 'zod';

const CommandHeaders = z.object({ ce_commandid: z.uuid(), ce_leg: z.string().min(1) });

/**
 * A command that does not parse is refused with its reason, so that the sync that waits for it goes on. Whose command
 * it was is in its headers; without them nobody can be told, and the dead letter is all there is.
 */
export async function answerUnreadable(
  { outbox }: Database,
  tx: Transaction,
  { topic, key, headers, reason }: Unreadable,
): Promise<void> {
  const document = parseDocumentKey(key);
  const named = CommandHeaders.safeParse(headers);
  if (topic !== 'coupa.command.purchase-order.v1' || document === undefined || !named.success) return;
  await outbox.put(tx, {
    topic: 'coupa.outcome.purchase-order.v1',
    key,
    value: {
      commandId: named.data.ce_commandid,
      document,
      leg: named.data.ce_leg,
      result: 'refused',
      steps: [],
      refusals: [{ step: '', code: 'unreadable', message: reason }],
      at: new Date().toISOString(),
    },
  });
}
