import type { DocumentRef } from '@sluice/shared/document';
import type { Envelope } from '@sluice/shared/envelope';
import type { Delay, Outcome } from '@sluice/shared/messages/outcome';
import type { Transaction } from '@sluice/runtime/postgres/database';
import type { Domain } from '../decision.js';
import { endCommand } from './end-command.js';
import type { InFlight, KnownDocument, Destination } from '../document/knowledge.js';
import { loadDestinations, saveDestination } from '../document/destination-rows.js';
import { loadKeys, loadKnowledge } from '../document/load-knowledge.js';
import { lockDocument } from '../document/lock-document.js';
import { makeDue } from '../document/make-due.js';
import { runWithLookups } from '../decide/run-with-lookups.js';

/**
 * What a gateway says about a command. It counts only for the command that the destination has in flight; the outcome of
 * another one, late or repeated, adds what was seen and nothing else.
 */
export async function foldOutcome<Desired>(
  tx: Transaction,
  outcome: Outcome,
  domain: Domain<Desired>,
  cause?: Envelope,
): Promise<void> {
  const document = await lockDocument(tx, outcome.document);
  const destination = (await loadDestinations(tx, document.ref)).find(({ name }) => name === outcome.destination);
  const inFlight = destination?.inFlight?.commandId === outcome.commandId ? destination.inFlight : undefined;
  if (outcome.result !== 'pending') await keepFacts(tx, outcome, inFlight?.kind);
  if (!destination || !inFlight) return;
  if (outcome.result === 'pending')
    return stillAlive(tx, document, destination, { inFlight, delay: outcome.delay, cause });
  if (outcome.result === 'needs-operator') {
    const message = outcome.message ?? 'The answer was lost and it cannot be found out what became of the command.';
    const step = outcome.stepToSettle;
    const { delay: _over, ...left } = inFlight;
    const asked = { ...left, needsOperator: { message, at: outcome.at, ...(step !== undefined && { step }) } };
    await saveDestination(tx, document.ref, { ...destination, inFlight: asked }, { contacted: true });
  } else {
    const held = outcome.result === 'found' ? await heldThere(tx, document, outcome, domain) : undefined;
    await saveDestination(tx, document.ref, endCommand(destination, inFlight, outcome, held), { contacted: true });
  }
  await makeDue(tx, document.ref, { cause });
}

/** What holds the command up is news, and that nobody is asked about it any more; that it goes on as before is none. */
async function stillAlive(
  tx: Transaction,
  document: KnownDocument,
  destination: Destination,
  told: { inFlight: InFlight; delay: Delay | undefined; cause: Envelope | undefined },
): Promise<void> {
  const { delay: before, needsOperator, ...inFlight } = told.inFlight;
  const { delay, cause } = told;
  const alive = { ...inFlight, askedAt: document.now, ...(delay && { delay }) };
  await saveDestination(tx, document.ref, { ...destination, inFlight: alive }, { contacted: true });
  const isNews = needsOperator !== undefined || delay?.kind !== before?.kind || delay?.message !== before?.message;
  if (isNews) await makeDue(tx, document.ref, { cause });
}

async function heldThere<Desired>(
  tx: Transaction,
  document: KnownDocument,
  outcome: Outcome,
  domain: Domain<Desired>,
): Promise<unknown> {
  const known = await loadKnowledge(tx, document);
  return runWithLookups(domain, known, loadKeys(tx), (view) => domain.held(outcome.destination, outcome, view));
}

/**
 * The records of every step that went well become facts under the step's name. Newer facts are not overwritten by what
 * an older command saw; the answer to the destination's own command always counts.
 */
async function keepFacts(tx: Transaction, outcome: Outcome, answers: InFlight['kind'] | undefined): Promise<void> {
  const { type, id }: DocumentRef = outcome.document;
  for (const step of outcome.steps.filter(({ state }) => state === 'ok'))
    await tx.query(
      `INSERT INTO fact (type, id, name, value, read_at, command_id, just_read) VALUES ($1, $2, $3, $4, $5, $6, $7)
       ON CONFLICT (type, id, name) DO UPDATE SET
         value = excluded.value, read_at = excluded.read_at, command_id = excluded.command_id, just_read = excluded.just_read
       WHERE $8 OR fact.read_at < excluded.read_at`,
      [
        type,
        id,
        step.id,
        JSON.stringify(step.records),
        step.at ?? outcome.at,
        outcome.commandId,
        answers === 'read',
        answers !== undefined,
      ],
    );
}
