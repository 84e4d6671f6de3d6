import type { Transaction } from '@sluice/runtime/postgres/database';
import type { DocumentRef } from '@sluice/shared/document';
import type { Envelope } from '@sluice/shared/envelope';
import type { CallResult, Classified, ReturnedRecord } from '@sluice/shared/http/classified';
import type { HttpAnswer, HttpRequest, Transport } from '@sluice/shared/http/exchange';
import type { Priority } from '@sluice/shared/messages/command';
import type { Outcome } from '@sluice/shared/messages/outcome';
import type { WhenOutcomeUnknown } from '@sluice/shared/script';
import type { Quota } from '@sluice/shared/quota/quota';

/** What every command says about itself, whatever its script looks like. */
export interface CommandHead {
  readonly commandId: string;
  readonly document: DocumentRef;
  readonly destination: string;
}

export interface GatewayCommand extends CommandHead {
  readonly priority: Priority;
  readonly decidedAt: string;
  readonly steps: readonly { readonly id: string }[];
}

export type StepOf<Command extends GatewayCommand> = Command['steps'][number];

/** What the finished steps of a command brought back: by step, per call of that step, the records. */
export type Returned = Readonly<Record<string, readonly (readonly ReturnedRecord[])[]>>;

/** Field values that a record must carry to count. Compared as trimmed text. */
export type Match = Readonly<Record<string, string>>;

/** What the dispatcher must know about a step to run it safely. */
export interface StepPolicy {
  readonly id: string;
  /** A read may be sent again whenever its answer was lost; a write never without a reason. */
  readonly kind: 'read' | 'write';
  /** The step whose success is the effect; a refusal up to it is followed by `undo`. */
  readonly commit: boolean;
  /** A refusal is a warning and the script goes on. */
  readonly optional: boolean;
  /** A record returned (that carries the values of `match`) ends the command as `found`. */
  readonly stopIfFound?: { readonly match?: Match };
  /** It may share a request with another step of the same document. Default: no. */
  readonly independent?: boolean;
  readonly hasUndo: boolean;
  readonly hasProbe: boolean;
  /**
   * What to do with a write whose answer was lost, after the settle time and once the probe (if there is one) has not seen
   * it: twice in the case of `repeat` and of `require-operator`. A step without a probe goes there after one settle time.
   */
  readonly whenOutcomeUnknown: WhenOutcomeUnknown;
}

/** A step whose values refer to something that no earlier step returned. */
export interface Unresolvable {
  readonly unresolvable: string;
}

/** Only `not-done-proven` permits to send a write again at once. */
export type ProbeVerdict = 'done' | 'not-done-proven' | 'not-seen';

export interface Judgement {
  readonly verdict: ProbeVerdict;
  /** For `done`: what the step counts as having returned, per call of the step. */
  readonly records: readonly (readonly ReturnedRecord[])[];
}

/**
 * What a gateway supplies so that the dispatcher can run its commands. Everything but `transport` and `publish` is pure.
 * `Call` is one call to the other system with all values filled in; it is stored as JSON.
 */
export interface Protocol<Command extends GatewayCommand, Call> {
  /** The account: the name of the lease under which one dispatcher at a time calls the other system. */
  readonly account: string;
  /** How people call the other system. */
  readonly system: string;
  readonly direction: 'to-m3' | 'to-coupa';
  /** What the account permits. Without one: as many requests open as the settings say, at any rate. */
  readonly quota?: Quota;
  /** How many calls one request may carry at most; the dispatcher takes fewer when answers take long. */
  readonly callsPerRequest: number;

  /** A stored command, through the same schema that let it in. */
  parse(stored: unknown): Command;
  policyOf(step: StepOf<Command>): StepPolicy;

  /** The calls of a step, with `{ from, field }` filled in and `forEach` spread out. None: the step is `ok` without a request. */
  callsOf(command: Command, step: StepOf<Command>, returned: Returned): readonly Call[] | Unresolvable;
  /** The call that takes back what the command did so far. */
  undoCallsOf(command: Command, step: StepOf<Command>, returned: Returned): readonly Call[] | Unresolvable;
  /** The questions that tell whether a write took effect. */
  probeCallsOf(command: Command, step: StepOf<Command>, returned: Returned): readonly Call[] | Unresolvable;
  /** What the answers to those questions mean. Called only when every one of them was answered. */
  judge(command: Command, step: StepOf<Command>, results: readonly CallResult[]): Judgement;

  /** Calls of equal groups may travel in one request. */
  groupOf(call: Call): string;
  /** A read that changes nothing, to see whether the other side is back after an outage. Without one, a command's own request does. */
  readonly healthProbe?: Call;
  /** One request for calls of one group, at most `callsPerRequest` of them. */
  encode(calls: readonly Call[]): HttpRequest;
  classify(calls: readonly Call[], answer: HttpAnswer): Classified;

  /** Requests and answers as they go on record: without anything secret, cut to a readable size. */
  describeRequest(request: HttpRequest): Record<string, unknown>;
  describeAnswer(answer: HttpAnswer): Record<string, unknown>;

  readonly transport: Transport;

  /**
   * Tells the world what became of a command, in the transaction that decides it: usually a message on the outcome topic.
   * Also called for `pending` (with what holds the command up, where something does), for `needs-operator` (another outcome follows) and once more for a command that is asked
   * about after its end. A gateway's own commands may become something else here, such as a snapshot. `cause` is the
   * envelope of the command, so that the trace goes on.
   */
  publish(tx: Transaction, command: CommandHead, outcome: Outcome, cause?: Envelope): Promise<void>;
}
