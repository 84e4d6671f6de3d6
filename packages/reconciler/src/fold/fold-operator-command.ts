import type { Envelope } from '@sluice/shared/envelope';
import type { OperatorCommand } from '@sluice/shared/messages/operator';
import type { Database, Transaction } from '@sluice/runtime/postgres/database';
import type { Domain } from '../decision.js';
import type { Destination, Ignored } from '../document/knowledge.js';
import { systemOf } from '../system-of.js';
import { loadDestinations, saveDestination } from '../document/destination-rows.js';
import { lockKnownDocument } from '../document/lock-document.js';
import { makeDue } from '../document/make-due.js';

/** What the gateways do, and answer by an outcome or a snapshot. */
const forGateways: readonly OperatorCommand['action'][] = ['settle', 'fetch'];

/**
 * What a person decided about a document. `retry` decides again, and forgets what the other system refused or confirmed
 * and did not keep, and that the document was set aside; `ignore` sets the document aside until a newer snapshot comes;
 * `answer` answers a question, and `load` one that is always open, less urgently than anything else. Other actions,
 * documents of another domain, and documents that nothing is known of change nothing. Neither does a command that is read
 * once more, from a new cluster or from the beginning: only one given later than the last acts, and of answers each once,
 * since two persons may give theirs at the same time.
 */
export async function foldOperatorCommand<Desired>(
  tx: Transaction,
  { outbox }: Pick<Database, 'outbox'>,
  action: OperatorCommand,
  domain: Domain<Desired>,
  cause?: Envelope,
): Promise<void> {
  if (action.document.type !== domain.type || forGateways.includes(action.action)) return;
  if (!(await lockKnownDocument(tx, action.document))) return;
  const isNew = action.action === 'answer' || action.action === 'load' ? keepAnswer : isNewest;
  if (!(await isNew(tx, action)))
    return outbox.audit(tx, {
      document: action.document,
      action: 'operator-command-ignored',
      summary:
        action.action === 'answer'
          ? `The answer that ${action.by} gave at ${action.at} was read again and counts once`
          : `The ${action.action} that ${action.by} asked for at ${action.at} was read again, or after a later one, and is ` +
            `not done; whoever still wants it asks anew`,
      by: action.by,
      direction: 'in',
      ...(cause && { cause }),
    });
  const { type, id } = action.document;
  if (action.action === 'retry') await forgetRefusals(tx, action);
  if (action.action === 'retry' || action.action === 'ignore')
    await tx.query(`UPDATE document SET ignored = $3, is_retried = $4 WHERE type = $1 AND id = $2`, [
      type,
      id,
      action.action === 'retry'
        ? null
        : JSON.stringify({ because: action.because, by: action.by, at: action.at } satisfies Ignored),
      action.action === 'retry',
    ]);
  await tx.query(`UPDATE document SET asked_by = $3 WHERE type = $1 AND id = $2`, [type, id, action.by]);
  await makeDue(tx, action.document, { priority: action.action === 'load' ? 'first-load' : 'live', cause });
}

/** Whether it was not there yet. */
async function keepAnswer(tx: Transaction, action: OperatorCommand): Promise<boolean> {
  const { type, id } = action.document;
  const { question, answer, note, proven } =
    action.action === 'answer' ? action : { question: 'load', answer: 'all', note: undefined, proven: undefined };
  const kept: unknown[] = await tx.query(
    `INSERT INTO answer (type, id, question, answer, note, by_whom, is_proven, at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING RETURNING id`,
    [type, id, question, answer, note ?? null, action.by, proven === true, action.at],
  );
  return kept.length > 0;
}

async function isNewest(tx: Transaction, { document: { type, id }, at }: OperatorCommand): Promise<boolean> {
  const [newest]: [unknown[]] = await tx.query(
    `UPDATE document SET operated_at = $3
     WHERE type = $1 AND id = $2 AND (operated_at IS NULL OR operated_at < $3) RETURNING id`,
    [type, id, at],
  );
  return newest.length > 0;
}

async function forgetRefusals(tx: Transaction, { document }: OperatorCommand): Promise<void> {
  for (const destination of await loadDestinations(tx, document)) {
    const { confirmedTwice: _twice, ...kept } = withoutRefusals(destination);
    await saveDestination(tx, document, kept);
  }
}

function withoutRefusals(destination: Destination): Destination {
  const { last, refusedWrite: _refused, ...rest } = destination;
  if (last?.result === 'refused') return rest;
  if (destination.refusedWrite) return last ? { ...rest, last } : rest;
  // Coupa confirmed the whole and refused an optional part of it. All of it is sent again: its steps may be repeated.
  if (systemOf(destination.name) !== 'coupa' || last?.result !== 'ok' || last.refusals.length === 0) return destination;
  const { acknowledged: _confirmed, acknowledgedAt: _at, ...unconfirmed } = rest;
  return unconfirmed;
}
