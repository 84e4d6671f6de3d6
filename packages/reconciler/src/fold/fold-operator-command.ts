import type { Envelope } from '@sluice/shared/envelope';
import type { OperatorCommand } from '@sluice/shared/messages/operator';
import type { Transaction } from '@sluice/runtime/postgres/database';
import type { Domain } from '../decision.js';
import { systemOf, type Destination } from '../document/knowledge.js';
import { loadDestinations, saveDestination } from '../document/destination-rows.js';
import { lockKnownDocument } from '../document/lock-document.js';
import { makeDue } from '../document/make-due.js';

/** What the gateways do, and answer by an outcome or a snapshot. */
const forGateways: readonly OperatorCommand['action'][] = ['settle', 'fetch'];

/**
 * What a person decided about a document. `retry` forgets that the other system refused or did not take
 * on what it had confirmed, and that the document was set aside, and decides again; `ignore` sets the document aside until a newer snapshot comes. Other actions, and documents of
 * another domain or never contacted of, are not ours.
 */
export async function foldOperatorCommand<Desired>(
  tx: Transaction,
  action: OperatorCommand,
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

async function forgetRefusals(tx: Transaction, { document }: OperatorCommand): Promise<void> {
  for (const destination of await loadDestinations(tx, document)) {
    const { confirmedTwice: _impatient, ...kept } = withoutRefusals(destination);
    await saveDestination(tx, document, kept, { contacted: false });
  }
}

function withoutRefusals(destination: Destination): Destination {
  const { last, refusedWrite: _refused, ...rest } = destination;
  if (last?.result === 'refused') return rest;
  if (destination.refusedWrite) return last ? { ...rest, last } : rest;
  // Coupa confirmed the whole and refused a part of it: all of it is told again, which Coupa can be told twice.
  if (systemOf(destination.name) !== 'coupa' || last?.result !== 'ok' || last.refusals.length === 0) return destination;
  const { acknowledged: _told, acknowledgedAt: _at, ...untold } = rest;
  return untold;
}
