import {
  callAnswered,
  callNotSent,
  callUnanswered,
  probeAnswered,
  probeJudged,
  probeNotSent,
  probeUnanswered,
} from '../step/advance-step.js';
import { undoAnswered, undoNotSent, undoUnanswered } from '../step/advance-undo.js';
import { hasEnded, stepOf, type Advanced, type CommandProgress, type Due } from '../command/command-progress.js';
import type { DispatcherContext } from '../dispatcher-context.js';
import type { OutgoingRequest, RequestPart, Purpose } from './outgoing-request.js';
import { getReady } from '../command/get-ready.js';
import { readCommand, type StoredCommand } from '../command/load-command.js';
import type { NextRequest } from './form-batch.js';
import { nextRequestOf } from './ready-command.js';
import type { GatewayCommand, StepOf, StepPolicy } from '../protocol.js';
import type { Ended } from './ended-request.js';

export interface Folded {
  readonly progress: CommandProgress;
  readonly due: Due;
  /** What its next request carries, where that follows from the answer. */
  readonly next?: NextRequest;
}

interface Answered {
  readonly purpose: Purpose;
  readonly part: Pick<RequestPart, 'step' | 'positions'>;
  readonly ended: Ended;
}

/** Whether the command still waits for this very request. A step does that was not probed successfully yet; a command that was withdrawn meanwhile does not. */
export function speaksFor(
  progress: CommandProgress,
  { purpose, requestId }: OutgoingRequest,
  part: RequestPart,
): boolean {
  if (progress.run !== part.run || hasEnded(progress.state)) return false;
  if (purpose === 'undo') {
    const { undo } = progress;
    return undo?.requestId === requestId && (undo.state === 'intended' || undo.state === 'unknown');
  }
  const step = progress.steps.find((one) => one.id === part.step);
  if (step === undefined || progress.undo !== null) return false;
  if (purpose === 'probe') return step.state === 'probing' && step.probe?.requestId === requestId;
  const waits = ['intended', 'unknown', 'probing', 'needs-operator'].includes(step.state) && !step.refusalInDoubt;
  return waits && step.requestId === requestId;
}

/**
 * How far a command is with this answer. What then needs no request is done at once, so that an end is published with
 * the answer that brings it, and not when the quota has room again.
 */
export function foldAnswer<Command extends GatewayCommand, Call>(
  context: DispatcherContext<Command, Call>,
  { body, progress: before }: StoredCommand,
  answered: Answered,
): Folded {
  const { command, policies } = readCommand(context.protocol, body);
  const folded = advance(context, command, policies, before, answered);
  if (folded.due !== 'now') return folded;
  const { protocol, unseal } = context;
  const limits = { now: new Date().toISOString(), callsMax: protocol.callsPerRequest, unseal };
  const ready = getReady(protocol, command, policies, folded.progress, limits);
  return ready.calls === undefined ? ready : { ...folded, next: nextRequestOf(protocol, ready) };
}

function advance<Command extends GatewayCommand, Call>(
  context: DispatcherContext<Command, Call>,
  command: Command,
  policies: readonly StepPolicy[],
  before: CommandProgress,
  { purpose, part, ended }: Answered,
): Folded {
  const wasAsked = before.state === 'needs-operator' && ended.kind !== 'unanswered';
  const progress = wasAsked ? { ...before, state: 'running' as const, message: null } : before;
  if (ended.kind === 'unanswered') return unanswered(policies, progress, { purpose, step: part.step });
  if (ended.kind !== 'results')
    return {
      progress: notSent(progress, { purpose, step: part.step }),
      due: 'now',
    };
  const now = new Date().toISOString();
  if (purpose === 'undo') return undoAnswered(policies, progress, ended.results, now);
  const { step: id, positions } = part;
  if (purpose === 'step') return callAnswered(policies, progress, { id, positions, results: ended.results, now });
  const { complete, ...partly } = probeAnswered(progress, { id, positions, results: ended.results });
  if (complete === undefined) return partly;
  const step = command.steps.find((one) => one.id === id) as StepOf<Command>;
  const judgement = context.protocol.judge(command, step, complete);
  return probeJudged(policies, partly.progress, { id, judgement, now });
}

interface Lost {
  readonly purpose: Purpose;
  readonly step: string;
}

/** What a successor assumes as well of every request that its predecessor left open. */
export function unanswered(
  policies: readonly StepPolicy[],
  progress: CommandProgress,
  { purpose, step }: Lost,
): Advanced {
  if (purpose === 'undo') return undoUnanswered(progress);
  if (purpose === 'probe') return probeUnanswered(progress, step);
  // Known to be unknown already: the time to settle runs since then.
  const { state } = stepOf(progress, step);
  return state === 'intended' ? callUnanswered(policies, progress, step) : { progress, due: 'settle' };
}

function notSent(progress: CommandProgress, { purpose, step }: Lost): CommandProgress {
  if (purpose === 'undo') return undoNotSent(progress);
  return purpose === 'probe' ? probeNotSent(progress, step) : callNotSent(progress, step);
}
