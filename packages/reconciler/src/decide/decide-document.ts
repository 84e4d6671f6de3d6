import { documentKey, type DocumentRef } from '@sluice/shared/document';
import { Failure } from '@sluice/shared/failure';
import type { FailureCode } from '@sluice/shared/failure-codes';
import type { RecordStatus } from '@sluice/shared/status';
import type { Transaction } from '@sluice/runtime/postgres/database';
import { isContention, isStorageAway } from '@sluice/runtime/postgres/storage-errors';
import type { AnyDomain, Decisions, Ref, Script, View } from '../decision.js';
import type { KnownDocument, Knowledge } from '../document/knowledge.js';
import { loadKeys, loadKnowledge } from '../document/load-knowledge.js';
import { claimDueDocument, type ClaimOrder } from '../document/lock-document.js';
import { runNotingLookups } from '../document/run-with-lookups.js';
import { takeNumbers } from '../document/take-numbers.js';
import { publishStatus } from '../publish/publish-status.js';
import { sendCommand } from '../publish/send-command.js';
import { callUp } from '../waiting/call-up.js';
import { requestMissingReferences, type MissingReference } from '../waiting/request-missing-references.js';
import { wakeWaiting } from '../waiting/wake-waiting.js';
import type { AppliedDecision } from './apply-decision.js';
import { applyDecisions, earliestUntil, ignoredDecisions, ignoredReason } from './apply-decisions.js';
import type { DecideContext } from './decide-context.js';
import { findPossibleDuplicates } from './find-possible-duplicates.js';
import { markStuck } from './mark-stuck.js';
import { isWriteInFlight, saveDecided } from './save-decided.js';
import { statusOfDocument } from './status-of-document.js';

/** Thrown to end a transaction that found nothing: rolled back, it wakes nobody. */
const nothingDue = Symbol('nothing due');

/**
 * Takes one due document, decides, and keeps and sends what follows, all in one transaction. Returns the document, or
 * `undefined` when none is due. Throws only what passes by itself (Postgres away): then nothing has happened.
 */
export async function decideNextDocument(context: DecideContext, order: ClaimOrder): Promise<DocumentRef | undefined> {
  const { database, domains, postponed } = context;
  let claimed: DocumentRef | undefined;
  try {
    const { ref, waits } = await database.transaction(async (tx) => {
      const document = await claimDueDocument(tx, [...domains.keys()], order, postponed.keys());
      if (!document) throw nothingDue;
      claimed = document.ref;
      return { ref: document.ref, ...(await decideTraced(tx, context, document)) };
    });
    postponed.decided(ref);
    // A key may have come in while this transaction was looking elsewhere: the transaction that brought it could not see that this one waits.
    if (waits) await wakeWaiting(database, { document: ref });
    return ref;
  } catch (thrown) {
    if (thrown === nothingDue) return undefined;
    if (claimed) postponed.failed(claimed);
    throw thrown;
  }
}

/** What follows from the decision is caused by it, and it by what made the document due. */
async function decideTraced(tx: Transaction, context: DecideContext, document: KnownDocument): Promise<Decided> {
  const { ref, cause } = document;
  const span = context.tracing.begin({
    name: `decide ${ref.type}`,
    kind: 'internal',
    parent: cause?.traceparent,
    attributes: { 'sluice.document': documentKey(ref) },
  });
  const { traceparent } = span;
  const traced = cause && traceparent ? { ...document, cause: { ...cause, traceparent } } : document;
  try {
    const decided = await decideOrSetAside(tx, context, traced);
    span.end({ attributes: { 'sluice.outcome': decided.status }, failure: decided.failure });
    return decided;
  } catch (thrown) {
    span.end({ failure: Failure.from(thrown).code });
    throw thrown;
  }
}

interface Decided {
  readonly status: RecordStatus;
  /** Whether a newer value of some key decides the document again. */
  readonly waits: boolean;
  readonly failure?: FailureCode;
}

/** What passes by itself must leave no mark on the document; everything else would be thrown again the next time. */
async function decideOrSetAside(tx: Transaction, context: DecideContext, document: KnownDocument): Promise<Decided> {
  await tx.query('SAVEPOINT before_deciding');
  try {
    return await decideClaimed(tx, context, document);
  } catch (thrown) {
    if (isStorageAway(thrown) || isContention(thrown)) throw thrown;
    // The row stays locked meanwhile, so that no other loop runs into the same.
    await tx.query('ROLLBACK TO SAVEPOINT before_deciding');
    const failure = await markStuck(tx, context, document, thrown);
    return { status: 'Needs attention', waits: false, failure };
  }
}

async function decideClaimed(tx: Transaction, context: DecideContext, document: KnownDocument): Promise<Decided> {
  const { database, settings } = context;
  const domain = context.domains.get(document.ref.type) as AnyDomain;
  const loaded = await loadKnowledge(tx, document);
  const known = { ...loaded, possibleDuplicates: await findPossibleDuplicates(tx, domain, loaded) };
  const { ref, priority, now, ignored, isRetried } = document;
  const run = (view: View<unknown>) => {
    const decisions = ignored ? ignoredDecisions(known, ignored) : domain.decide(view);
    const looking = withoutTaking(view);
    return {
      decisions,
      described: domain.describe(looking),
      readBacks: readBacksOf(domain, known, looking),
      missing: missingReferences(domain, decisions, looking),
    };
  };
  const { result, lookups } = await runNotingLookups(domain, known, loadKeys(tx), run, takeNumbers(tx, ref));
  const { decisions, described, readBacks, missing } = result;
  const applied = applyDecisions(known, decisions, {
    document: ref,
    priority,
    now,
    facts: known.facts,
    readBacks,
    isRetried: isRetried === true,
    newId: context.newId,
  });
  await saveDecided(tx, document, applied, {
    lookups,
    until: earliestUntil(decisions),
    atLeastMs: settings.pollMs,
  });
  await sendDecided(tx, context, document, { decisions, applied, missing });
  const destinations = applied.flatMap(({ destinationStatus }) => (destinationStatus ? [destinationStatus] : []));
  const reason = ignored && destinations.length === 0 && { reason: ignoredReason(ignored) };
  const overall = statusOfDocument(destinations);
  await publishStatus(tx, database, document, { ...described, ...overall, ...reason, destinations });
  const waits = applied.some(
    ({ destination, waitsFor, watches }) => waitsFor.length > 0 || watches.length > 0 || isWriteInFlight(destination),
  );
  return { status: overall.status, waits };
}

/** Only a decision takes a number. */
const withoutTaking = <Desired>(view: View<Desired>): View<Desired> => ({ ...view, take: () => undefined });

/** What the document waits for and nobody has ever announced, with the document of Coupa's that is behind it. */
function missingReferences(domain: AnyDomain, decisions: Decisions, view: View<unknown>): MissingReference[] {
  const refs = Object.values(decisions).flatMap((decision): readonly Ref[] =>
    'on' in decision ? (decision.on ?? []) : [],
  );
  return refs.flatMap((ref) => {
    const behind = ref.sequence === 0 ? domain.documentBehind?.(ref, view) : undefined;
    return behind === undefined ? [] : [{ ref, document: behind }];
  });
}

/** The reads that must come before the next write, of destinations where a write ended half-way. */
function readBacksOf(domain: AnyDomain, known: Knowledge, view: View<unknown>): Map<string, Script> {
  const readBacks = new Map<string, Script>();
  for (const { name, readBackSince } of known.destinations.values()) {
    const script = readBackSince === undefined ? undefined : domain.readBack?.(name, view);
    if (script) readBacks.set(name, script);
  }
  return readBacks;
}

interface ToSend {
  readonly decisions: Decisions;
  readonly applied: readonly AppliedDecision[];
  readonly missing: readonly MissingReference[];
}

async function sendDecided(
  tx: Transaction,
  { database, settings, domains }: DecideContext,
  document: KnownDocument,
  { decisions, applied, missing }: ToSend,
): Promise<void> {
  const { cause, priority } = document;
  for (const { message, isWantedSooner = false } of applied)
    if (message) {
      const first = isWantedSooner ? 'command-wanted-sooner' : 'command-sent';
      await sendCommand(tx, database, message, 'withdraw' in message ? 'command-withdrawn' : first, cause);
    }
  for (const { publish = [] } of Object.values(decisions))
    for (const state of publish)
      await database.outbox.publishState(tx, {
        ...state,
        ...(priority !== 'live' && { priority }),
        ...(cause && { cause }),
      });
  await callUp(tx, calledUp(decisions, domains), { priority, cause });
  await requestMissingReferences(tx, database, document, missing, settings.referenceRequestEveryMs);
}

/** Each once: two destinations may call up the same document. */
function calledUp(decisions: Decisions, domains: DecideContext['domains']): DocumentRef[] {
  const documents = Object.values(decisions).flatMap(({ callUp: called = [] }) => called);
  const stranger = documents.find(({ type }) => !domains.has(type));
  if (stranger)
    throw new Failure(`${documentKey(stranger)} is called up, and this sync does not decide about such documents`, {
      code: 'decide-failed',
      stage: 'decide',
      disposition: 'park',
    });
  return [...new Map(documents.map((one) => [documentKey(one), one])).values()];
}
