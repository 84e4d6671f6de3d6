import type { Envelope } from '@sluice/shared/envelope';
import type { Delay, Outcome } from '@sluice/shared/messages/outcome';
import type { Transaction } from '@sluice/runtime/postgres/database';
import { equalTargets } from '../canonical-form.js';
import type { Domain } from '../decision.js';
import { applyConfirmedSlices } from './apply-confirmed-slices.js';
import { endCommand } from './end-command.js';
import type { InFlight, KnownDocument, Destination } from '../document/knowledge.js';
import { loadDestinations, saveDestination } from '../document/destination-rows.js';
import { loadKeys, loadKnowledge } from '../document/load-knowledge.js';
import { lockDocument } from '../document/lock-document.js';
import { makeDue } from '../document/make-due.js';
import { runWithLookups } from '../document/run-with-lookups.js';

/**
 * What a gateway reports about a command. It counts only for the command that the destination has in flight; the outcome of
 * another one, late or repeated, adds what was seen and nothing else.
 */
export async function foldOutcome<Desired>(
  tx: Transaction,
  outcome: Outcome,
  domain: Domain<Desired>,
  cause?: Envelope,
): Promise<void> {
  const document = await lockDocument(tx, outcome.document);
  const before = (await loadDestinations(tx, document.ref)).find(({ name }) => name === outcome.destination);
  const inFlight = before?.inFlight?.commandId === outcome.commandId ? before.inFlight : undefined;
  if (outcome.result !== 'pending') await keepFacts(tx, outcome, inFlight?.kind);
  if (!before || !inFlight) return;
  const destination = withConfirmed(before, inFlight, outcome);
  if (outcome.result === 'pending')
    return stillAlive(tx, document, destination, { inFlight, delay: outcome.delay, cause });
  const after =
    outcome.result === 'needs-operator'
      ? { ...destination, inFlight: needsOperator(inFlight, outcome) }
      : await ended(tx, { document, destination, inFlight, outcome, domain });
  await saveDestination(tx, document.ref, after, 'answered');
  await makeDue(tx, document.ref, { cause });
}

/** A write that has not ended yet may have taken effect in part; what was undone has not. */
function withConfirmed(destination: Destination, { confirms = [] }: InFlight, outcome: Outcome): Destination {
  if (outcome.effect === 'none') return destination;
  const acknowledged = applyConfirmedSlices(destination.acknowledged, confirms, outcome.steps);
  if (equalTargets(acknowledged, destination.acknowledged)) return destination;
  const { acknowledged: _before, confirmedTwice: _twice, ...rest } = destination;
  return { ...rest, ...(acknowledged !== undefined && { acknowledged }), acknowledgedAt: outcome.at };
}

interface Alive {
  readonly inFlight: InFlight;
  readonly delay: Delay | undefined;
  readonly cause: Envelope | undefined;
}

/** Decided again only where something shows: another delay, or that a person was asked and has answered. */
async function stillAlive(
  tx: Transaction,
  document: KnownDocument,
  destination: Destination,
  { inFlight: before, delay, cause }: Alive,
): Promise<void> {
  const { delay: delayBefore, needsOperator: asked, ...inFlight } = before;
  const alive = { ...inFlight, askedAt: document.now, ...(delay && { delay }) };
  await saveDestination(tx, document.ref, { ...destination, inFlight: alive }, 'answered');
  const shows = asked !== undefined || delay?.kind !== delayBefore?.kind || delay?.message !== delayBefore?.message;
  if (shows) await makeDue(tx, document.ref, { cause });
}

function needsOperator({ delay: _over, ...inFlight }: InFlight, { message, stepToSettle, at }: Outcome): InFlight {
  const asked = message ?? 'The answer was lost and it cannot be found out what became of the command.';
  return {
    ...inFlight,
    needsOperator: { message: asked, at, ...(stepToSettle !== undefined && { step: stepToSettle }) },
  };
}

interface Ended<Desired> {
  readonly document: KnownDocument;
  readonly destination: Destination;
  readonly inFlight: InFlight;
  readonly outcome: Outcome;
  readonly domain: Domain<Desired>;
}

async function ended<Desired>(
  tx: Transaction,
  { document, destination, inFlight, outcome, domain }: Ended<Desired>,
): Promise<Destination> {
  const asksObserved = outcome.result === 'found' && domain.observed !== undefined;
  const asksIdentity = leftSomething(inFlight, outcome) && domain.identify !== undefined;
  const { now } = document;
  if (!asksObserved && !asksIdentity) return endCommand(destination, inFlight, outcome, { now });
  const { name } = destination;
  const loaded = await loadKnowledge(tx, document);
  const known = { ...loaded, destinations: new Map(loaded.destinations).set(name, destination) };
  const { observed, identity } = await runWithLookups(domain, known, loadKeys(tx), (view) => ({
    observed: asksObserved ? domain.observed?.(name, outcome, view) : undefined,
    identity: asksIdentity ? domain.identify?.(name, outcome, view) : undefined,
  }));
  const after = endCommand(destination, inFlight, outcome, { observed, now });
  return identity === undefined ? after : { ...after, identity: { ...destination.identity, ...identity } };
}

/**
 * Whether an outcome can tell how the other system calls the document: it found it, or the command left something there.
 * Where a gateway does not report what took effect, a write that failed counts as one that left nothing.
 */
function leftSomething({ kind }: InFlight, { result, effect = 'none' }: Outcome): boolean {
  if (result === 'ok' || result === 'found') return true;
  return kind === 'write' && effect !== 'none';
}

/**
 * The records of every step that went well become facts of the destination, under the step's name. Newer facts are not
 * overwritten by what an older command saw; the answer to the destination's own command always counts.
 */
async function keepFacts(tx: Transaction, outcome: Outcome, answers: InFlight['kind'] | undefined): Promise<void> {
  const { document, destination, commandId, at } = outcome;
  for (const step of outcome.steps.filter(({ state }) => state === 'ok'))
    await tx.query(
      `INSERT INTO fact (type, id, destination, step, records, read_at, command_id, just_read)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
       ON CONFLICT (type, id, destination, step) DO UPDATE SET
         records = excluded.records, read_at = excluded.read_at, command_id = excluded.command_id,
         just_read = excluded.just_read
       WHERE $9 OR fact.read_at < excluded.read_at`,
      [
        document.type,
        document.id,
        destination,
        step.id,
        JSON.stringify(step.records),
        step.at ?? at,
        commandId,
        answers === 'read',
        answers !== undefined,
      ],
    );
}
