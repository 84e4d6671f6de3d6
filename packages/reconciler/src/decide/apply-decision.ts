import type { DocumentRef } from '@sluice/shared/document';
import type { CoupaCommand, M3Command, Priority, Withdrawal } from '@sluice/shared/messages/command';
import type { DestinationStatus } from '@sluice/shared/messages/document-status';
import { Failure } from '@sluice/shared/failure';
import type { Reason } from '@sluice/shared/status';
import { equalTargets } from '../canonical-form.js';
import type { Decision, Ref, Script } from '../decision.js';
import type { Destination, EndedCommand, Facts, InFlight } from '../document/knowledge.js';
import { withStatus } from '../document/show-destination.js';
import { systemLabel, systemOf } from '../system-of.js';
import { keepInFlight } from './keep-in-flight.js';

/** What a decision needs to become a command, all of it given: applying is pure. */
export interface DecisionContext {
  readonly document: DocumentRef;
  readonly priority: Priority;
  /** ISO 8601, UTC. */
  readonly now: string;
  readonly facts: Facts;
  /** By destination: the read that must come before the next write there. */
  readonly readBacks: ReadonlyMap<string, Script>;
  /** Whether a person retries the document. */
  readonly isRetried: boolean;
  readonly newId: () => string;
}

export interface AppliedDecision {
  readonly destination: Destination;
  /** Absent where the destination is not shown any more. */
  readonly destinationStatus?: DestinationStatus;
  /** The command to be sent now, or the request to leave the one in flight undone. */
  readonly message?: M3Command | CoupaCommand | Withdrawal;
  /** The message is the command in flight once more, since it has become more urgent. */
  readonly isWantedSooner?: true;
  readonly waitsFor: readonly Ref[];
  /** Of which a newer value decides again, though nothing is missing. */
  readonly watches: readonly Ref[];
}

type Shown = Omit<AppliedDecision, 'waitsFor' | 'watches'> & { readonly destinationStatus: DestinationStatus };

/** What one decision makes of its destination. A destination has one command alive: until its outcome is back nothing else is sent on it. */
export function applyDecision(
  destination: Destination,
  decision: Decision,
  context: DecisionContext,
): AppliedDecision & Shown {
  const waitsFor = 'on' in decision ? (decision.on ?? []) : [];
  const known = decision.remembersAtOnce ? remembering(destination, decision) : destination;
  return {
    ...take(withQuestions(known, decision), decision, context),
    waitsFor,
    watches: decision.watches ?? [],
  };
}

function withQuestions(
  { questions: _before, ...destination }: Destination,
  { questions = [] }: Pick<Decision, 'questions'>,
): Destination {
  return questions.length === 0 ? destination : { ...destination, questions };
}

function take(destination: Destination, decision: Decision, context: DecisionContext): Shown {
  if (destination.inFlight) return keepInFlight(destination, destination.inFlight, decision, context);
  switch (decision.decision) {
    case 'send':
      return sendOrRefuse(destination, decision, context);
    case 'waiting': {
      // Nothing is missing, the other system is still at work: that is progress, not waiting.
      const status = decision.on.length > 0 ? 'Waiting' : 'In progress';
      return withStatus(remembering(destination, decision), status, decision.because, decision.on);
    }
    case 'done':
      return withStatus(remembering(destination, decision), decision.status, decision.because);
    case 'refused':
      return withStatus(remembering(destination, decision), decision.status ?? 'Needs attention', decision.because);
  }
}

/** What the decision wants to be remembered takes the place of what was. */
const remembering = (destination: Destination, { memory }: Pick<Decision, 'memory'>): Destination =>
  memory === undefined ? destination : { ...destination, memory };

/** What becomes of a destination that the decision does not name any more: its command in flight is awaited, else it is not shown. */
export function leaveOut(destination: Destination, context: DecisionContext): AppliedDecision {
  if (destination.inFlight)
    return {
      ...keepInFlight(withQuestions(destination, {}), destination.inFlight, undefined, context),
      waitsFor: [],
      watches: [],
    };
  const { status: _status, reason: _reason, questions: _questions, ...hidden } = destination;
  return { destination: hidden, waitsFor: [], watches: [] };
}

/** What is to be sent, and what is to be remembered once it is. */
type Sending = Pick<Extract<Decision, { decision: 'send' }>, 'script' | 'because' | 'memory'>;

function sendOrRefuse(destination: Destination, sending: Sending, context: DecisionContext): Shown {
  const { script } = sending;
  if (script.system !== systemOf(destination.name))
    throw bug(`a script for ${script.system} was decided for destination ${destination.name}`);
  const refused =
    script.kind === 'write'
      ? destination.refusedWrite
      : destination.last?.result === 'refused'
        ? destination.last
        : undefined;
  // The answer would be the same: it is not asked again before the target changes or a person says so.
  if (refused && asksTheSame(refused, script)) return withStatus(destination, 'Needs attention', refused.because);
  return script.kind === 'write' ? sendWrite(destination, sending, context) : sendRead(destination, sending, context);
}

const asksTheSame = (ended: EndedCommand, script: Script): boolean =>
  ended.kind === script.kind &&
  (script.kind === 'read' ? equalTargets(ended.steps, script.steps) : equalTargets(ended.target, script.target));

function sendWrite(destination: Destination, sending: Sending, context: DecisionContext): Shown {
  const { script, because } = sending;
  const { acknowledged, confirmedTwice, readBackSince, name } = destination;
  const sentAgain = acknowledged !== undefined && equalTargets(acknowledged, script.target);
  if (confirmedTwice && sentAgain)
    return withStatus(destination, 'Needs attention', doesNotConverge(destination, because));
  if (readBackSince === undefined) return sendCommand(destination, sending, context, { sentAgain });
  const readBack = context.readBacks.get(name);
  if (readBack?.kind === 'write') throw bug(`what ${name} holds is to be read back, and the script for it writes`);
  if (readBack) return sendOrRefuse(destination, { script: readBack, because: readsBack(name) }, context);
  if (!context.isRetried) return withStatus(destination, 'Needs attention', cannotReadBack(name));
  // The person who retries has been told to look first.
  const { readBackSince: _doubt, ...lookedAt } = destination;
  return sendCommand(lookedAt, sending, context, { sentAgain });
}

/** Why the domain wants to send once more what was confirmed twice is what it saw: the field and both values. */
function doesNotConverge({ name }: Destination, because: Reason | undefined): Reason {
  const system = systemLabel(name);
  return {
    code: 'does-not-converge',
    message: `${system} confirmed the same values twice and still shows others${because ? `: ${because.message}` : ''}`,
    fix: `Look what changes the value in ${system}: a rule, a default, a person, another interface. Correct it, then retry.`,
  };
}

const readsBack = (destination: string): Reason => ({
  code: 'unknown-outcome',
  message: `The last command took effect in ${systemLabel(destination)} only in part; what it holds now is read before anything more is sent`,
  fix: 'Nothing needs to be done: it goes on by itself.',
});

const cannotReadBack = (destination: string): Reason => ({
  code: 'unknown-outcome',
  message: `The last command took effect in ${systemLabel(destination)} only in part, and it is not known in which`,
  fix: `Look in ${systemLabel(destination)} what the document holds there and correct it by hand, then retry the document.`,
});

function sendRead(destination: Destination, sending: Sending, context: DecisionContext): Shown {
  const { script } = sending;
  const { last, name, readBackSince } = destination;
  if (last && asksTheSame(last, script) && justBrought(context, name, last.commandId))
    throw bug(`destination ${name} asks again for what its last read has just brought (${idsOf(script)})`);
  const readBack = readBackSince === undefined ? undefined : context.readBacks.get(name);
  return sendCommand(destination, sending, context, { readsBack: readBack && includesSteps(script, readBack) });
}

const justBrought = ({ facts }: DecisionContext, destination: string, commandId: string): boolean =>
  [...(facts.get(destination)?.values() ?? [])].some((fact) => fact.justRead && fact.commandId === commandId);

const idsOf = (script: Script): string => script.steps.map(({ id }) => id).join(', ');

const includesSteps = (script: Script, part: Script): boolean =>
  part.steps.every((step) => script.steps.some((one) => equalTargets(one, step)));

function sendCommand(
  destination: Destination,
  { script, because, memory }: Sending,
  context: DecisionContext,
  { sentAgain, readsBack: isReadBack }: { sentAgain?: boolean; readsBack?: boolean | undefined },
): Shown {
  const { kind, target, confirms } = script;
  for (const slice of confirms ?? [])
    if (!isPartOf(slice, script))
      throw bug(
        `step ${slice.step}, transaction ${slice.transaction ?? 'any'} is confirmed, and the script has none such`,
      );
  const command = commandOf(destination, script, context);
  const inFlight: InFlight = {
    commandId: command.commandId,
    kind,
    ...(target !== undefined && { target }),
    ...(confirms && { confirms }),
    ...(sentAgain && { sentAgain }),
    ...(isReadBack && { readsBack: isReadBack }),
    sentAt: context.now,
    command,
  };
  const sent = remembering({ ...destination, inFlight }, { memory });
  return { ...withStatus(sent, 'In progress', because), message: command };
}

function isPartOf({ step, transaction = 0 }: { step: string; transaction?: number }, { steps }: Script): boolean {
  const found = steps.find(({ id }) => id === step);
  const count = found === undefined ? 0 : 'transactions' in found ? found.transactions.length : 1;
  return transaction >= 0 && transaction < count;
}

function commandOf({ name, last }: Destination, script: Script, context: DecisionContext): M3Command | CoupaCommand {
  const common = {
    commandId: context.newId(),
    document: context.document,
    destination: name,
    priority: context.priority,
    decidedAt: context.now,
    ...(last !== undefined && { follows: last.commandId }),
    ...(script.documentSince !== undefined && { documentSince: script.documentSince }),
  };
  if (script.system === 'coupa') return { ...common, steps: [...script.steps] };
  const { company, division, steps } = script;
  return { ...common, company, ...(division !== undefined && { division }), steps: [...steps] };
}

const bug = (message: string): Failure =>
  new Failure(message, { code: 'decide-failed', stage: 'decide', disposition: 'park' });
