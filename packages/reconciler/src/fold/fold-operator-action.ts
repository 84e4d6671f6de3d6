import type { Envelope } from '@sluice/shared/envelope';
import type { OperatorAction } from '@sluice/shared/messages/operator';
import type { Transaction } from '@sluice/runtime/postgres/database';
import type { Domain } from '../decision.js';
import { systemOf, type Leg } from '../document/knowledge.js';
import { loadLegs, saveLeg } from '../document/leg-rows.js';
import { lockKnownDocument } from '../document/lock-document.js';
import { makeDue } from '../document/make-due.js';

/** What the gateways do, and answer by an outcome or a snapshot. */
const forGateways: readonly OperatorAction['action'][] = ['settle', 'fetch'];

/**
 * What a person decided about a document. `retry` forgets that the other system refused or did not take
 * on what it had confirmed, and that the document was set aside, and decides again; `ignore` sets the document aside until a newer snapshot comes. Other actions, and documents of
 * another domain or never heard of, are not ours.
 */
export async function foldOperatorAction<Desired>(
  tx: Transaction,
  action: OperatorAction,
  domain: Domain<Desired>,
  cause?: Envelope,
): Promise<void> {
  if (action.document.type !== domain.type || forGateways.includes(action.action)) return;
  if (!(await lockKnownDocument(tx, action.document))) return;
  if (action.action === 'retry') await forgetRefusals(tx, action);
  const ignored =
    action.action === 'ignore' ? JSON.stringify({ because: action.because, by: action.by, at: action.at }) : null;
  await tx.query(`UPDATE document SET ignored = $3, asked_by = $4 WHERE type = $1 AND id = $2`, [
    action.document.type,
    action.document.id,
    ignored,
    action.by,
  ]);
  await makeDue(tx, action.document, { priority: 'live', cause });
}

async function forgetRefusals(tx: Transaction, { document }: OperatorAction): Promise<void> {
  for (const leg of await loadLegs(tx, document)) {
    const { confirmedTwice: _impatient, ...kept } = withoutRefusals(leg);
    await saveLeg(tx, document, kept, { heard: false });
  }
}

function withoutRefusals(leg: Leg): Leg {
  const { last, refusedWrite: _refused, ...rest } = leg;
  if (last?.result === 'refused') return rest;
  if (leg.refusedWrite) return last ? { ...rest, last } : rest;
  // Coupa confirmed the whole and refused a part of it: all of it is told again, which Coupa can be told twice.
  if (systemOf(leg.name) !== 'coupa' || last?.result !== 'ok' || last.refusals.length === 0) return leg;
  const { acknowledged: _told, acknowledgedAt: _at, ...untold } = rest;
  return untold;
}
