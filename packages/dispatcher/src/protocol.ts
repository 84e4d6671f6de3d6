import type { DocumentRef } from '@sluice/shared/document';
import type { CallResult, Classified, ReturnedRecord } from '@sluice/shared/http/classified';
import type { HttpAnswer, HttpRequest, Transport } from '@sluice/shared/http/exchange';
import type { Priority } from '@sluice/shared/messages/command';
import type { Quota } from '@sluice/shared/quota/quota';
import type { WhenOutcomeUnknown } from '@sluice/shared/script';
import type { SealedValue } from '@sluice/shared/sealed';

/** What every command has, whatever its script. */
export interface CommandHead {
  readonly commandId: string;
  readonly document: DocumentRef;
  readonly destination: string;
}

export interface GatewayCommand extends CommandHead {
  readonly priority: Priority;
  readonly decidedAt: string;
  /** The last command for the same destination whose end the sender knows. */
  readonly follows?: string | undefined;
  /** Since when there is the document, where nothing in the script looks up whether it was made before. */
  readonly documentSince?: string | undefined;
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
   * it: twice for `repeat` and `require-operator`. For a step without a probe it is done after one settle time.
   */
  readonly whenOutcomeUnknown: WhenOutcomeUnknown;
}

/** Why the calls of a step cannot be made: a value that no earlier step returned, or one that cannot be unsealed. */
export interface Unresolvable {
  readonly unresolvable: string;
  /** Default: `step-unresolvable`. */
  readonly code?: string;
}

/** The names of the fields that lead to a value: `['custom-fields', 'iban']`. */
export type FieldPath = readonly string[];

/** Only `not-done-proven` permits to send a write again at once. */
export type ProbeVerdict = 'done' | 'not-done-proven' | 'not-seen';

export interface Judgement {
  readonly verdict: ProbeVerdict;
  /** For `done`: what the step counts as having returned, per call of the step. */
  readonly records: readonly (readonly ReturnedRecord[])[];
}

/**
 * What a gateway supplies so that the dispatcher can run its commands. Everything but `transport` is pure. `Call` is one
 * call to the other system with all values filled in; values that are sealed stay sealed in it.
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
  /** The reads that tell whether a write took effect. */
  probeCallsOf(command: Command, step: StepOf<Command>, returned: Returned): readonly Call[] | Unresolvable;
  /** What the answers to those reads mean. Called only when every one of them was answered. */
  judge(command: Command, step: StepOf<Command>, results: readonly CallResult[]): Judgement;

  /** Calls of equal groups may travel in one request. */
  groupOf(call: Call): string;
  /** A read that changes nothing, to see whether the other system is back after an outage. Without one, a command's own request is sent. */
  readonly healthProbe?: Call;
  /**
   * One request for calls of one group, at most `callsPerRequest` of them. Each is encoded twice: for the record, where
   * `reveal` answers a mask, and to be sent, where it opens the sealed value.
   */
  encode(calls: readonly Call[], reveal: (sealed: SealedValue) => string): HttpRequest;
  classify(calls: readonly Call[], answer: HttpAnswer): Classified;
  /**
   * Where the records that a call returns hold account numbers: the names of the fields on the way there; in a list, each
   * element is meant. They are sealed before the answer is folded or put on record. Left out: nowhere.
   */
  sealedFieldsOf?(call: Call): readonly FieldPath[];

  readonly transport: Transport;
}
