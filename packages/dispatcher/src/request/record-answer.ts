import type { Transaction } from '@sluice/runtime/postgres/database';
import { pauseAccount } from '../account/pause-account.js';
import { becomesUnknown, stepOf } from '../command/command-progress.js';
import { loadCommands, type StoredCommand } from '../command/load-command.js';
import { saveCommand } from '../command/save-command.js';
import { commandBlockReason, unknownOutcomeReason, type BlockReason } from '../delay/block-reason.js';
import { accountBlockReason } from '../delay/find-block-reason.js';
import { publishDelay } from '../delay/publish-delay.js';
import type { DispatcherContext } from '../dispatcher-context.js';
import type { GatewayCommand } from '../protocol.js';
import { auditAnswered, auditUnknown } from './audit-answer.js';
import { closeRequest } from './close-request.js';
import { triesTold } from './commit-intent.js';
import { endedFor, notFolded, symptomOf, type Ended, type EndedRequest } from './ended-request.js';
import { foldAnswer, speaksFor } from './fold-answer.js';
import type { NextRequest } from './form-batch.js';
import { ofPart, type OutgoingRequest, type RequestPart } from './outgoing-request.js';

/**
 * Writes down how a request ended and folds it into its commands, in one transaction, whatever the term: an answer that
 * reaches a dispatcher that has lost its lease is evidence. It counts as long as no successor has gone on without it.
 * Answers the decision, for the log.
 */
export async function recordAnswer<Command extends GatewayCommand, Call>(
  context: DispatcherContext<Command, Call>,
  outgoing: OutgoingRequest<Call>,
  request: EndedRequest,
): Promise<string> {
  return context.database.transaction(async (tx) => {
    const known = await loadCommands(
      tx,
      outgoing.parts.map((part) => part.commandId),
    );
    if (!(await closeRequest(tx, context, outgoing, request))) return 'recorded-before';
    if (request.pause !== undefined) await pauseAccount(tx, context, request.pause);
    // The pause is known by now, so that the reason of the whole account comes before that of each command.
    const blockReason = request.ended.kind === 'results' ? undefined : await accountBlockReason(tx, context);
    const decisions = new Set<string>();
    for (const part of outgoing.parts) {
      const stored = known.get(part.commandId);
      if (stored !== undefined)
        decisions.add(await foldPart(tx, context, { outgoing, part, stored, request, blockReason }));
    }
    const decision = [...decisions].join(', ') || request.ended.kind;
    await tx.query(`UPDATE request SET decision = $2 WHERE id = $1`, [outgoing.requestId, decision]);
    return decision;
  });
}

interface PartAnswered<Call> {
  readonly outgoing: OutgoingRequest<Call>;
  readonly part: RequestPart;
  readonly stored: StoredCommand;
  readonly request: EndedRequest;
  /** What keeps the whole account from sending after this. */
  readonly blockReason: BlockReason | undefined;
}

/** An answer that cannot be folded into one command counts as lost for it alone: the others in the request have theirs. */
async function foldPart<Command extends GatewayCommand, Call>(
  tx: Transaction,
  context: DispatcherContext<Command, Call>,
  answered: PartAnswered<Call>,
): Promise<string> {
  const { outgoing, request } = answered;
  if (outgoing.parts.length === 1) return foldIn(tx, context, answered);
  await tx.query('SAVEPOINT part');
  try {
    return await foldIn(tx, context, answered);
  } catch (thrown) {
    await tx.query('ROLLBACK TO SAVEPOINT part');
    context.log.error({ commandId: answered.part.commandId, err: thrown }, 'an answer could not be folded');
    return foldIn(tx, context, { ...answered, request: { ...request, ended: notFolded } });
  } finally {
    await tx.query('RELEASE SAVEPOINT part');
  }
}

async function foldIn<Command extends GatewayCommand, Call>(
  tx: Transaction,
  context: DispatcherContext<Command, Call>,
  answered: PartAnswered<Call>,
): Promise<string> {
  const { outgoing, part, stored } = answered;
  const ended = endedFor(part, outgoing, answered.request.ended);
  const request = { ...answered.request, ended };
  const isLate = !speaksFor(stored.progress, outgoing, part);
  const decision = isLate ? 'too-late' : ended.kind;
  const audit = (): Promise<void> => auditAnswered(tx, context, stored, { outgoing, part, request, decision });
  if (isLate) {
    await audit();
    return decision;
  }
  const { progress, due, next } = foldAnswer(context, stored, { purpose: outgoing.purpose, part, ended });
  // A read without an answer is simply sent again; for a write it must be found out whether it took effect.
  const isUnknown = outgoing.purpose === 'step' && becomesUnknown(stored.progress, progress, part.step);
  const isFirstUnknown = isUnknown && stepOf(progress, part.step).attempts <= triesTold;
  const reason = answered.blockReason ?? commandBlockReason(request, undefined);
  const isTold = !part.isRetry || isClear(ended) || isFirstUnknown || isNewReason(stored, reason);
  if (isTold) await audit();
  if (isTold && isUnknown) await auditUnknown(tx, context, stored, { outgoing, part });
  const dueAt = await saveCommand(
    tx,
    context,
    stored,
    progress,
    due,
    due === 'retry' ? sameAgain(context, outgoing, part) : next,
  );
  const delay = (reason: BlockReason | undefined): Promise<void> => publishDelay(tx, context, stored, progress, reason);
  if (due === 'settle') await delay(unknownOutcomeReason(part.step, symptomOf(request), dueAt));
  else if (due === 'retry' || request.pause !== undefined)
    await delay(answered.blockReason ?? commandBlockReason(request, dueAt));
  else if (ended.kind === 'results') await delay(undefined);
  if ((ended.kind === 'unanswered' || request.isolate === true) && outgoing.parts.length > 1)
    await tx.query(`UPDATE command SET shared_losses = shared_losses + 1 WHERE command_id = $1`, [part.commandId]);
  return decision;
}

/** What is tried again carries what it carried. */
const sameAgain = <Command extends GatewayCommand, Call>(
  { protocol }: DispatcherContext<Command, Call>,
  { purpose, calls }: OutgoingRequest<Call>,
  part: RequestPart,
): NextRequest => ({
  purpose,
  group: protocol.groupOf(ofPart(part, calls)[0] as Call),
  calls: part.positions.length,
});

/** It says of at least one call what became of it. */
const isClear = (ended: Ended): boolean =>
  ended.kind === 'results' && ended.results.some(({ state }) => state === 'ok' || state === 'nok');

/** What holds the command up is another reason than the one that was published last. */
const isNewReason = ({ delay }: StoredCommand, { kind, code }: BlockReason): boolean =>
  delay?.kind !== kind || delay.code !== code;
