import type { Envelope } from '@sluice/shared/envelope';
import type { OperatorAction } from '@sluice/shared/messages/operator';
import type { Transaction } from '@sluice/runtime/postgres/database';
import type { Domain } from './decision.js';
import type { Leg } from './knowledge.js';
import { loadLegs, saveLeg } from './leg-rows.js';
import { lockKnownDocument } from './lock-document.js';
import { makeDue } from './make-due.js';

/**
 * What a person decided about a document. `retry` forgets that the other system refused, and that the document was set
 * aside, and decides again; `ignore` sets the document aside until a newer snapshot comes. Other actions, and documents of
 * another domain or never heard of, are not ours.
 */
export async function foldOperatorAction<Desired>(
  tx: Transaction,
  action: OperatorAction,
  domain: Domain<Desired>,
  cause?: Envelope,
): Promise<void> {
  if (action.document.type !== domain.type || action.action === 'settle') return;
  if (!(await lockKnownDocument(tx, action.document))) return;
  if (action.action === 'retry') await forgetRefusals(tx, action);
  const ignored =
    action.action === 'ignore' ? JSON.stringify({ because: action.because, by: action.by, at: action.at }) : null;
  await tx.query(`UPDATE document SET ignored = $3 WHERE type = $1 AND id = $2`, [
    action.document.type,
    action.document.id,
    ignored,
  ]);
  await makeDue(tx, action.document, { priority: 'live', cause });
}

async function forgetRefusals(tx: Transaction, { document }: OperatorAction): Promise<void> {
  for (const leg of await loadLegs(tx, document)) {
    const { last, refusedWrite, ...rest }: Leg = leg;
    if (last?.result !== 'refused' && !refusedWrite) continue;
    const kept = last && last.result !== 'refused' ? { ...rest, last } : rest;
    await saveLeg(tx, document, kept, { heard: false });
  }
}
