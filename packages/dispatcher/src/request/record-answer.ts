import type { Transaction } from '@sluice/runtime/postgres/database';
import { auditAnswered, auditUnknown } from './audit-answer.js';
import { becomesUnknown } from '../command/command-progress.js';
import { accountBlockReason } from '../delay/find-block-reason.js';
import { commandBlockReason, saidIn, unknownOutcomeReason, type BlockReason } from '../delay/block-reason.js';
import { publishDelay } from '../delay/publish-delay.js';
import type { DispatcherContext } from '../dispatcher-context.js';
import { ofPart, type OutgoingRequest, type RequestPart } from './outgoing-request.js';
import { foldAnswer, speaksFor } from './fold-answer.js';
import { loadCommands, type StoredCommand } from '../command/load-command.js';
import { pauseAccount } from '../account/pause-account.js';
import type { GatewayCommand } from '../protocol.js';
import type { CallResult, Classified } from '@sluice/shared/http/classified';
import type { HttpAnswer } from '@sluice/shared/http/exchange';
import { saveCommand } from '../command/save-command.js';

/** How a request ended, and what that means. */
export type Ended =
  | Exclude<Classified, { kind: 'unanswered' }>
  | { readonly kind: 'not-sent'; readonly message: string; readonly wait: boolean }
  | { readonly kind: 'unanswered'; readonly code: string; readonly message: string };

export interface Recorded {
  readonly ended: Ended;
  readonly answer?: HttpAnswer;
  readonly durationMs: number;
  /** The whole account keeps quiet for so long. */
  readonly pause?: { readonly forMs: number; readonly because: string };
}

/**
 * Writes down how a request ended and folds it into its commands, in one transaction, whatever the term: an answer that
 * reaches a dispatcher that has lost its lease is evidence. It counts as long as nobody has gone on without it.
 * Answers the decision, for the log.
 */
export async function recordAnswer<Command extends GatewayCommand, Call>(
  context: DispatcherContext<Command, Call>,
  outgoing: OutgoingRequest<Call>,
  recorded: Recorded,
): Promise<string> {
  return context.database.transaction(async (tx) => {
    const known = await loadCommands(
      tx,
      outgoing.parts.map((part) => part.commandId),
    );
    if (!(await closeRequest(tx, context, outgoing, recorded))) return 'recorded-before';
    if (recorded.pause !== undefined) await pauseAccount(tx, context.protocol.account, recorded.pause);
    // The pause is known by now, so that the reason of the whole account comes before that of each command.
    const blockReason = recorded.ended.kind === 'results' ? undefined : await accountBlockReason(tx, context);
    const decisions = new Set<string>();
    for (const part of outgoing.parts) {
      const stored = known.get(part.commandId);
      if (stored !== undefined)
        decisions.add(await foldPart(tx, context, { outgoing, part, stored, recorded, blockReason }));
    }
    const decision = [...decisions].join(', ') || recorded.ended.kind;
    await tx.query(`UPDATE request SET decision = $2 WHERE id = $1`, [outgoing.requestId, decision]);
    return decision;
  });
}

interface PartAnswered<Call> {
  readonly outgoing: OutgoingRequest<Call>;
  readonly part: RequestPart;
  readonly stored: StoredCommand;
  readonly recorded: Recorded;
  /** What keeps the whole account from sending after this. */
  readonly blockReason: BlockReason | undefined;
}

/** What one command cannot take in counts as lost for it alone: the others in the request have their answers. */
async function foldPart<Command extends GatewayCommand, Call>(
  tx: Transaction,
  context: DispatcherContext<Command, Call>,
  answered: PartAnswered<Call>,
): Promise<string> {
  const { outgoing, recorded } = answered;
  if (outgoing.parts.length === 1) return foldIn(tx, context, answered);
  await tx.query('SAVEPOINT part');
  try {
    return await foldIn(tx, context, answered);
  } catch (thrown) {
    await tx.query('ROLLBACK TO SAVEPOINT part');
    context.log.error({ commandId: answered.part.commandId, err: thrown }, 'an answer could not be folded');
    return foldIn(tx, context, { ...answered, recorded: { ...recorded, ended: notFolded } });
  } finally {
    await tx.query('RELEASE SAVEPOINT part');
  }
}

export const notFolded: Ended = {
  kind: 'unanswered',
  code: 'answer-unreadable',
  message: 'The answer is here but could not be folded.',
};

async function foldIn<Command extends GatewayCommand, Call>(
  tx: Transaction,
  context: DispatcherContext<Command, Call>,
  answered: PartAnswered<Call>,
): Promise<string> {
  const { outgoing, part, stored, recorded } = answered;
  const ended = endedFor(part, outgoing, recorded.ended);
  const isLate = !speaksFor(stored.progress, outgoing, part);
  const decision = isLate ? 'too-late' : ended.kind;
  await auditAnswered(tx, context, stored, { outgoing, part, recorded: { ...recorded, ended }, decision });
  if (isLate) return decision;
  const isLost = ended.kind === 'unanswered';
  const { progress, due } = foldAnswer(context, stored, { purpose: outgoing.purpose, part, ended });
  // A read without an answer is simply sent again; of a write it must be found out.
  if (outgoing.purpose === 'step' && becomesUnknown(stored.progress, progress, part.step))
    await auditUnknown(tx, context, stored, { outgoing, part });
  const dueAt = await saveCommand(tx, context, stored, progress, due);
  if (due === 'settle')
    await publishDelay(
      tx,
      context,
      stored,
      progress,
      unknownOutcomeReason(part.step, saidIn({ ...recorded, ended }), dueAt),
    );
  else if (due === 'retry' || recorded.pause !== undefined)
    await publishDelay(
      tx,
      context,
      stored,
      progress,
      answered.blockReason ?? commandBlockReason({ ...recorded, ended }, dueAt),
    );
  else if (ended.kind === 'results') await publishDelay(tx, context, stored, progress, undefined);
  if (isLost && outgoing.parts.length > 1)
    await tx.query(`UPDATE command SET shared_losses = shared_losses + 1 WHERE command_id = $1`, [part.commandId]);
  return decision;
}

/** The results of this command's own calls. A refusal of the whole request is nobody's own where documents share it. */
function endedFor(part: RequestPart, { parts }: OutgoingRequest, ended: Ended): Ended {
  if (ended.kind !== 'results') return ended;
  if (ended.whole !== true || parts.length === 1) return { kind: 'results', results: ofPart(part, ended.results) };
  const words = ended.results.find((result) => result.state === 'nok');
  const message = `The request of ${parts.length} documents was refused as a whole: ${words?.refusal.message ?? ''}`;
  return { kind: 'unanswered', code: 'answer-missing', message };
}

async function closeRequest(
  tx: Transaction,
  { protocol }: DispatcherContext,
  outgoing: OutgoingRequest,
  { ended, answer, durationMs }: Recorded,
): Promise<boolean> {
  const described =
    answer === undefined
      ? { message: 'message' in ended ? ended.message : undefined }
      : protocol.describeAnswer(answer);
  const [rows]: [unknown[]] = await tx.query(
    `UPDATE request SET answered_at = clock_timestamp(), state = $2, status = $3, answer = $4, duration_ms = $5
     WHERE id = $1 AND answered_at IS NULL RETURNING id`,
    [
      outgoing.requestId,
      stateOf[ended.kind],
      answer?.status ?? null,
      JSON.stringify(described),
      Math.round(durationMs),
    ],
  );
  if (rows.length === 0) return false;
  if (ended.kind === 'results')
    await tx.query(
      `UPDATE request_item SET result = results.result
       FROM unnest($2::text[]) WITH ORDINALITY AS results (result, ordinal)
       WHERE request_id = $1 AND position = ordinal - 1`,
      [
        outgoing.requestId,
        outgoing.calls.map((_, order): CallResult['state'] => ended.results[order]?.state ?? 'missing'),
      ],
    );
  return true;
}

const stateOf = {
  results: 'answered',
  rejected: 'rejected',
  'not-sent': 'not-sent',
  unanswered: 'unanswered',
} as const;
