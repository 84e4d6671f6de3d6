import type { Transaction } from '@sluice/runtime/postgres/database';
import { callAnswered, callNotSent, callUnanswered } from './advance-step.js';
import { probeAnswered, probeJudged, probeNotSent, probeUnanswered } from './advance-step.js';
import { undoAnswered, undoNotSent, undoUnanswered } from './advance-undo.js';
import { stepOf, type Advanced, type CommandProgress, type Due } from './command-progress.js';
import type { DispatcherContext } from './dispatcher-context.js';
import type { Flight } from './flight.js';
import { loadCommand, type StoredCommand } from './load-command.js';
import type { CallResult, Classified, GatewayCommand, HttpAnswer, StepOf, StepPolicy } from './protocol.js';
import { pauseAccount } from './pause-account.js';
import { saveCommand } from './save-command.js';

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
 * Writes down how a request ended and folds it into its command, in one transaction, whatever the term: an answer that
 * reaches a dispatcher that has lost its lease is evidence. It counts as long as nobody has gone on without it.
 * Answers the decision, for the log.
 */
export async function recordAnswer<Command extends GatewayCommand, Call>(
  context: DispatcherContext<Command, Call>,
  flight: Flight<Call>,
  recorded: Recorded,
): Promise<string> {
  return context.database.transaction(async (tx) => {
    const stored = (await loadCommand(tx, flight.commandId)) as StoredCommand;
    if (!(await closeRequest(tx, context, flight, recorded))) return 'recorded-before';
    if (recorded.pause !== undefined) await pauseAccount(tx, context.protocol.account, recorded.pause);
    const isLate = !speaksFor(stored.progress, flight);
    const decision = isLate ? 'too-late' : recorded.ended.kind;
    if (!isLate) {
      const command = context.protocol.parse(stored.body);
      const { progress, due } = advance(context, command, stored.progress, flight, recorded.ended);
      await saveCommand(tx, context, stored, progress, due);
      if (recorded.ended.kind === 'unanswered' && flight.purpose === 'step')
        await auditUnknown(tx, context, stored, flight);
    }
    await tx.query(`UPDATE request SET decision = $2 WHERE id = $1`, [flight.requestId, decision]);
    await auditAnswered(tx, context, stored, flight, recorded, decision);
    return decision;
  });
}

/** Whether the command still waits for this very request. A step that nobody has probed successfully yet does. */
function speaksFor(progress: CommandProgress, flight: Flight): boolean {
  if (progress.run !== flight.run) return false;
  if (flight.purpose === 'undo') {
    const { undo } = progress;
    return undo?.requestId === flight.requestId && (undo.state === 'intended' || undo.state === 'unknown');
  }
  const step = progress.steps.find((one) => one.id === flight.step);
  if (step === undefined || progress.undo !== null) return false;
  if (flight.purpose === 'probe') return step.state === 'probing' && step.probe?.requestId === flight.requestId;
  const waits = ['intended', 'unknown', 'probing', 'asked-person'].includes(step.state) && !step.doubted;
  return waits && step.requestId === flight.requestId;
}

function advance<Command extends GatewayCommand, Call>(
  context: DispatcherContext<Command, Call>,
  command: Command,
  before: CommandProgress,
  flight: Flight<Call>,
  ended: Ended,
): { progress: CommandProgress; due: Due | { afterMs: number } } {
  const policies = command.steps.map((step) => context.protocol.policyOf(step));
  const wasAsked = before.state === 'asked-person' && ended.kind !== 'unanswered';
  const progress = wasAsked ? { ...before, state: 'running' as const, message: null } : before;
  if (ended.kind === 'unanswered') return unanswered(policies, progress, flight);
  if (ended.kind !== 'results')
    return {
      progress: notSent(progress, flight),
      due: ended.kind === 'not-sent' && ended.wait ? { afterMs: context.settings.retryMs } : 'now',
    };
  if (flight.purpose === 'undo') return undoAnswered(policies, progress, ended.results);
  const now = new Date().toISOString();
  const { step: id, positions } = flight;
  if (flight.purpose === 'step')
    return callAnswered(policies, progress, { id, positions, results: ended.results, now });
  const { complete, ...partly } = probeAnswered(progress, { id, positions, results: ended.results });
  if (complete === undefined) return partly;
  const judgement = context.protocol.judge(
    command,
    command.steps.find((one) => one.id === id) as StepOf<Command>,
    complete,
  );
  return probeJudged(policies, partly.progress, { id, judgement, now });
}

/** Also what a successor assumes of every request that its predecessor left open. */
export function unanswered(
  policies: readonly StepPolicy[],
  progress: CommandProgress,
  flight: Pick<Flight, 'purpose' | 'step'>,
): Advanced {
  if (flight.purpose === 'undo') return undoUnanswered(progress);
  if (flight.purpose === 'probe') return probeUnanswered(progress, flight.step);
  // Known to be unknown already: the time to settle runs since then.
  const { state } = stepOf(progress, flight.step);
  return state === 'intended' ? callUnanswered(policies, progress, flight.step) : { progress, due: 'settle' };
}

function notSent(progress: CommandProgress, flight: Flight): CommandProgress {
  if (flight.purpose === 'undo') return undoNotSent(progress);
  return flight.purpose === 'probe' ? probeNotSent(progress, flight.step) : callNotSent(progress, flight.step);
}

async function closeRequest(
  tx: Transaction,
  { protocol }: DispatcherContext,
  flight: Flight,
  { ended, answer, durationMs }: Recorded,
): Promise<boolean> {
  const described =
    answer === undefined
      ? { message: 'message' in ended ? ended.message : undefined }
      : protocol.describeAnswer(answer);
  const [rows]: [unknown[]] = await tx.query(
    `UPDATE request SET answered_at = clock_timestamp(), state = $2, status = $3, answer = $4, duration_ms = $5
     WHERE id = $1 AND answered_at IS NULL RETURNING id`,
    [flight.requestId, stateOf[ended.kind], answer?.status ?? null, JSON.stringify(described), Math.round(durationMs)],
  );
  if (rows.length === 0) return false;
  if (ended.kind === 'results')
    await tx.query(
      `UPDATE request_item SET result = results.result
       FROM unnest($2::text[]) WITH ORDINALITY AS results (result, ordinal)
       WHERE request_id = $1 AND position = ordinal - 1`,
      [flight.requestId, flight.positions.map((_, order) => ended.results[order]?.state ?? 'missing')],
    );
  return true;
}

const stateOf = {
  results: 'answered',
  'turned-away': 'turned-away',
  'not-sent': 'not-sent',
  unanswered: 'unanswered',
} as const;

async function auditAnswered(
  tx: Transaction,
  { database, protocol }: DispatcherContext,
  { head, cause }: StoredCommand,
  flight: Flight,
  { ended, answer, durationMs }: Recorded,
  decision: string,
): Promise<void> {
  await database.outbox.audit(tx, {
    document: head.document,
    action: flight.purpose === 'probe' && ended.kind === 'results' ? 'probed' : 'request-answered',
    summary: `${flight.step}: ${wordsFor(ended)}`,
    direction: protocol.direction,
    details: {
      requestId: flight.requestId,
      commandId: head.commandId,
      step: flight.step,
      purpose: flight.purpose,
      decision,
      durationMs: Math.round(durationMs),
      ...(answer !== undefined && { answer: protocol.describeAnswer(answer) }),
    },
    ...(cause !== undefined && { cause }),
  });
}

async function auditUnknown(
  tx: Transaction,
  { database, protocol, settings }: DispatcherContext,
  { head, cause }: StoredCommand,
  flight: Flight,
): Promise<void> {
  await database.outbox.audit(tx, {
    document: head.document,
    action: 'step-unknown',
    summary: `Whether ${flight.step} took effect is not known; it is looked into in ${Math.ceil(settings.settleMs / 1000)} s.`,
    direction: protocol.direction,
    details: { requestId: flight.requestId, commandId: head.commandId, step: flight.step },
    ...(cause !== undefined && { cause }),
  });
}

function wordsFor(ended: Ended): string {
  if (ended.kind !== 'results') return ended.message;
  const count = (state: CallResult['state']): number => ended.results.filter((one) => one.state === state).length;
  const words = (['ok', 'nok', 'not-processed', 'missing'] as const)
    .filter((state) => count(state) > 0)
    .map((state) => `${count(state)} ${state}`);
  return words.join(', ') || 'no result';
}
