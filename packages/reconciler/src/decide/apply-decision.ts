import { documentKey, type DocumentRef } from '@sluice/shared/document';
import { Failure } from '@sluice/shared/failure';
import type { CoupaCommand, M3Command, Priority, Withdrawal } from '@sluice/shared/messages/command';
import type { DestinationStatus } from '@sluice/shared/messages/document-status';
import type { Reason } from '@sluice/shared/status';
import { equalTargets } from '../canonical-form.js';
import type { Decision, Fact, Ref, Script } from '../decision.js';
import { delayReason } from '../fold/delay-reason.js';
import { systemOf, type EndedCommand, type InFlight, type Destination } from '../document/knowledge.js';
import { showDestination } from '../document/show-destination.js';

/** What a decision needs to become a command, all of it given: applying is pure. */
export interface DecisionContext {
  readonly document: DocumentRef;
  readonly priority: Priority;
  /** ISO 8601, UTC. */
  readonly now: string;
  readonly facts: ReadonlyMap<string, Fact>;
  readonly newId: () => string;
}

export interface AppliedDecision {
  readonly destination: Destination;
  readonly destinationStatus: DestinationStatus;
  /** The command to be sent now, or the request to leave the one in flight undone. */
  readonly message?: M3Command | CoupaCommand | Withdrawal;
  readonly waitsFor: readonly Ref[];
}

/** What one decision makes of its destination. A destination has one command alive: until its outcome is back nothing else is sent on it. */
export function applyDecision(destination: Destination, decision: Decision, context: DecisionContext): AppliedDecision {
  const waitsFor = 'on' in decision ? (decision.on ?? []) : [];
  if (destination.inFlight) return { ...keepInFlight(destination, destination.inFlight, decision, context), waitsFor };
  switch (decision.decision) {
    case 'send':
      return { ...sendOrRefuse(destination, decision.script, decision.because, context), waitsFor };
    case 'waiting':
      // Nothing is missing, the other system is still at work: that is progress, not waiting.
      return {
        ...shown(destination, waitsFor.length > 0 ? 'Waiting' : 'In progress', decision.because, waitsFor),
        waitsFor,
      };
    case 'done':
      return { ...shown(destination, decision.status, decision.because), waitsFor };
    case 'refused':
      return { ...shown(destination, decision.status ?? 'Needs attention', decision.because), waitsFor };
  }
}

/** What becomes of a destination that the decision does not name any more: its command in flight is awaited, else it is not shown. */
export function leaveOut(
  destination: Destination,
  context: DecisionContext,
): Omit<AppliedDecision, 'destinationStatus'> & { destinationStatus?: DestinationStatus } {
  if (destination.inFlight)
    return { ...keepInFlight(destination, destination.inFlight, undefined, context), waitsFor: [] };
  const { status: _status, reason: _reason, ...hidden } = destination;
  return { destination: hidden, waitsFor: [] };
}

type Applied = Omit<AppliedDecision, 'waitsFor'>;

function keepInFlight(
  destination: Destination,
  inFlight: InFlight,
  decision: Decision | undefined,
  context: DecisionContext,
): Applied {
  const outdated = inFlight.kind === 'write' && !inFlight.withdrawnAt && noLongerWanted(inFlight.target, decision);
  const kept = outdated ? { ...destination, inFlight: { ...inFlight, withdrawnAt: context.now } } : destination;
  const because = decision?.decision === 'send' ? decision.because : undefined;
  const applied = shown(kept, ...howItIs(inFlight, context.document, because));
  if (!outdated) return applied;
  const { commandId } = inFlight;
  return {
    ...applied,
    message: { commandId, document: context.document, destination: destination.name, withdraw: true },
  };
}

function howItIs(
  { needsOperator, delay, commandId }: InFlight,
  document: DocumentRef,
  because: Reason | undefined,
): [DestinationStatus['status'], Reason | undefined] {
  if (needsOperator) {
    const { message, step } = needsOperator;
    return ['Unknown outcome', { code: 'unknown-outcome', message, fix: settling(document, commandId, step) }];
  }
  if (delay) return [delay.kind === 'throttled' ? 'Throttled' : 'Retrying', delayReason(delay)];
  return ['In progress', because];
}

/** The whole command line: who reads it has just looked in the other system and must not look ids up. */
const settling = (document: DocumentRef, commandId: string, step = 'STEP'): string =>
  `Look in the other system whether it took effect, then: sluice records settle ${documentKey(document)} ` +
  `--command ${commandId} --step ${step} --verdict done (or not-done)`;

/** A question asked first, or work that goes on over there, leaves open whether the target is still wanted. */
function noLongerWanted(target: unknown, decision: Decision | undefined): boolean {
  if (decision?.decision === 'waiting') return decision.on.length > 0;
  if (decision?.decision !== 'send') return true;
  return decision.script.kind === 'write' && !equalTargets(decision.script.target, target);
}

function sendOrRefuse(
  destination: Destination,
  script: Script,
  because: Reason | undefined,
  context: DecisionContext,
): Applied {
  if (script.system !== systemOf(destination.name))
    throw bug(`a script for ${script.system} was decided for destination ${destination.name}`);
  const refused =
    script.kind === 'write'
      ? destination.refusedWrite
      : destination.last?.result === 'refused'
        ? destination.last
        : undefined;
  // The answer would be the same: it is not asked again before the target changes or a person says so.
  if (refused && asksTheSame(refused, script)) return shown(destination, 'Needs attention', refused.because);
  if (script.kind === 'write' && destination.confirmedTwice && equalTargets(destination.acknowledged, script.target))
    return shown(destination, 'Needs attention', doesNotConverge(destination, because));
  if (
    script.kind === 'read' &&
    destination.last &&
    asksTheSame(destination.last, script) &&
    isFresh(context, destination.last.commandId)
  )
    throw bug(`destination ${destination.name} asks again for what its last read has just brought (${idsOf(script)})`);
  const command = commandOf(destination.name, script, context);
  const inFlight: InFlight = {
    commandId: command.commandId,
    kind: script.kind,
    ...(script.target !== undefined && { target: script.target }),
    sentAt: context.now,
    command,
  };
  return { ...shown({ ...destination, inFlight }, 'In progress', because), message: command };
}

/** Why the domain wants to send once more what was confirmed twice is what it saw: the field and both values. */
function doesNotConverge({ name }: Destination, because: Reason | undefined): Reason {
  const system = systemOf(name) === 'm3' ? 'M3' : 'Coupa';
  return {
    code: 'does-not-converge',
    message: `${system} confirmed the same values twice and still shows others${because ? `: ${because.message}` : ''}`,
    fix: `Look what changes the value in ${system}: a rule, a default, a person, another interface. Correct it, then retry.`,
  };
}

const asksTheSame = (ended: EndedCommand, script: Script): boolean =>
  ended.kind === script.kind &&
  (script.kind === 'read' ? equalTargets(ended.steps, script.steps) : equalTargets(ended.target, script.target));

const isFresh = ({ facts }: DecisionContext, commandId: string): boolean =>
  [...facts.values()].some((fact) => fact.justRead && fact.commandId === commandId);

const idsOf = (script: Script): string => script.steps.map(({ id }) => id).join(', ');

function commandOf(destination: string, script: Script, context: DecisionContext): M3Command | CoupaCommand {
  const common = {
    commandId: context.newId(),
    document: context.document,
    destination,
    priority: context.priority,
    decidedAt: context.now,
  };
  if (script.system === 'coupa') return { ...common, steps: [...script.steps] };
  const { company, division, steps } = script;
  return { ...common, company, ...(division !== undefined && { division }), steps: [...steps] };
}

function shown(
  destination: Destination,
  status: DestinationStatus['status'],
  reason?: Reason,
  waitsFor: readonly Ref[] = [],
): Applied {
  const { reason: _before, ...rest } = destination;
  const decided = { ...rest, status, ...(reason && { reason }) };
  return { destination: decided, destinationStatus: showDestination(decided, waitsFor) };
}

const bug = (message: string): Failure =>
  new Failure(message, { code: 'decide-failed', stage: 'decide', disposition: 'park' });
