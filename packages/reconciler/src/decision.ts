import type { DocumentRef } from '@sluice/shared/document';
import type { MessageOn, TopicName } from '@sluice/shared/topics';
import type { Outcome } from '@sluice/shared/messages/outcome';
import type { CoupaStep, M3Step } from '@sluice/shared/script';
import type { Reason, RecordStatus } from '@sluice/shared/status';

/** Topics whose latest value of each key every sync keeps a copy of. */
export type ReplicaTopic = Extract<TopicName, 'xref.supplier.v1' | 'xref.purchase-order.v1' | 'mapping.v1'>;

/** One key of a compacted topic and the sequence that was seen there; 0 when nothing was there. */
export interface Ref {
  readonly topic: ReplicaTopic;
  readonly key: string;
  readonly sequence: number;
}

export interface Lookup<Value> {
  readonly ref: Ref;
  readonly value?: Value;
}

/** What the other system was seen to hold: the records that one step of a command returned. */
export interface Fact {
  /** Per transaction of the step: its records. */
  readonly records: readonly (readonly Readonly<Record<string, unknown>>[])[];
  readonly readAt: string;
  readonly commandId: string;
  /** Brought by the destination's last read command and not yet decided upon: counts as fresh, whatever its age. */
  readonly justRead: boolean;
}

/** How the last command of a destination ended. */
export interface LastOutcome {
  readonly commandId: string;
  readonly kind: 'read' | 'write';
  readonly target?: unknown;
  readonly result: Outcome['result'];
  readonly refusals: Outcome['refusals'];
  readonly at: string;
}

export interface DestinationView {
  readonly name: string;
  /** The target that the other system has confirmed; absent when nothing was ever confirmed. */
  readonly acknowledged?: unknown;
  /** When it was confirmed, or absent. */
  readonly acknowledgedAt?: string;
  readonly inFlight?: {
    readonly commandId: string;
    readonly kind: 'read' | 'write';
    readonly target?: unknown;
    readonly sentAt: string;
  };
  readonly last?: LastOutcome;
  /** The last write that the other system refused, as long as none succeeded since and no person asked to try again. */
  readonly refused?: {
    readonly target?: unknown;
    readonly refusals: Outcome['refusals'];
    /** All of its words as one reason. */
    readonly because: Reason;
  };
}

/** All that is known about one document at one moment. Deciding is a pure function of it. */
export interface View<Desired> {
  readonly document: DocumentRef;
  /** What Coupa wants; absent when no snapshot with a body ever came. */
  readonly desired?: Desired;
  readonly removed: boolean;
  /** Coupa's latest refusal to hand the document out, where there is one. */
  readonly unavailable?: { readonly code: string; readonly message: string };
  readonly priority: 'live' | 'replay' | 'first-load';
  /** Earlier documents that look the same, by the domain's fingerprint; the latest of them first, and not more than a few. */
  readonly possibleDuplicates: readonly DocumentRef[];
  /** The person who asked for this very decision, by a retry; absent when no person did. */
  readonly askedBy?: string;
  /** ISO 8601, UTC. */
  readonly now: string;
  destination(name: string): DestinationView;
  fact(step: string): Fact | undefined;
  /** The latest known value of a key. Domain code is total when it is missing. */
  lookup<Topic extends ReplicaTopic>(topic: Topic, key: string): Lookup<MessageOn<Topic>>;
}

/** Steps for one system. `target` is what M3 or Coupa will hold when a write has succeeded: it is compared, never sent. */
export type Script =
  | {
      readonly system: 'm3';
      readonly kind: 'read' | 'write';
      readonly target?: unknown;
      readonly company: string;
      readonly division?: string;
      readonly steps: readonly M3Step[];
    }
  | {
      readonly system: 'coupa';
      readonly kind: 'read' | 'write';
      readonly target?: unknown;
      readonly steps: readonly CoupaStep[];
    };

/** A message of a state topic that follows from what is known; published when it differs from what was published last. */
export type StateMessage = {
  [Topic in 'xref.supplier.v1' | 'xref.purchase-order.v1']: {
    readonly topic: Topic;
    readonly key: string;
    readonly value: MessageOn<Topic>;
  };
}['xref.supplier.v1' | 'xref.purchase-order.v1'];

interface Common {
  /** Decide again at this moment (ISO 8601), whatever else happens. */
  readonly until?: string;
  readonly publish?: readonly StateMessage[];
}

export type Decision =
  | ({ readonly decision: 'send'; readonly script: Script; readonly because?: Reason } & Common)
  | ({ readonly decision: 'waiting'; readonly on: readonly Ref[]; readonly because: Reason } & Common)
  | ({
      readonly decision: 'done';
      readonly status: Extract<RecordStatus, 'Posted' | 'Ignored' | 'Superseded' | 'Duplicate'>;
      readonly because?: Reason;
    } & Common)
  | ({
      readonly decision: 'refused';
      readonly status?: Extract<RecordStatus, 'Needs attention' | 'Match exception' | 'Held'>;
      readonly because: Reason;
      /** Keys of which a newer value decides again: what is refused because of them then mends itself. */
      readonly on?: readonly Ref[];
    } & Common);

/**
 * One decision a destination. A destination's name is the domain's to choose and never changes: orders have `m3`, whatever company they
 * are routed to, suppliers have one `m3/<company>` for each, and `coupa` is the way back. All but `coupa` lead to M3.
 */
export type Decisions = Readonly<Record<string, Decision>>;

/**
 * These steps bring the system to `script.target`, or read what is missing. Nothing else is sent on the destination until the
 * outcome is back. A target that was confirmed already may be sent once more, where a fact shows something else;
 * `because` then names the first field that differs and both values. Confirmed twice, it is refused as
 * `does-not-converge` until the target changes or a person retries: there would be no end of it.
 */
export const send = (script: Script, more: Common & { readonly because?: Reason } = {}): Decision => ({
  decision: 'send',
  script,
  ...more,
});

/** For keys that are missing, or there but not valid yet: their arrival decides again. */
export const waiting = (on: readonly Ref[], because: Reason, more: Common = {}): Decision => ({
  decision: 'waiting',
  on,
  because,
  ...more,
});

/** Nothing to send and nothing missing, but the other system is still at work: look again at `until`. */
export const inProgress = (because: Reason, until: string, more: Omit<Common, 'until'> = {}): Decision => ({
  decision: 'waiting',
  on: [],
  because,
  until,
  ...more,
});

export const done = (
  status: Extract<RecordStatus, 'Posted' | 'Ignored' | 'Superseded' | 'Duplicate'>,
  more: Common & { readonly because?: Reason } = {},
): Decision => ({
  decision: 'done',
  status,
  ...more,
});

/** A person must act, or, where `on` names keys, one of them must change. */
export const refused = (
  because: Reason,
  more: Common & {
    readonly status?: 'Needs attention' | 'Match exception' | 'Held';
    readonly on?: readonly Ref[];
  } = {},
): Decision => ({ decision: 'refused', because, ...more });

export interface DuplicateFingerprint<Desired> {
  /** What is the same in both, and when Coupa made the document (ISO 8601); `undefined` for one that is like none. */
  readonly of: (desired: Desired) => { readonly content: string; readonly at: string } | undefined;
  /** Documents made further apart are not alike. */
  readonly withinMs: number;
}

/** What an app tells the reconciler about its documents. Everything in it is pure. */
export interface Domain<Desired> {
  readonly type: DocumentRef['type'];
  /** Reads what was stored of the snapshot's body; total for everything ever stored. */
  readonly parse: (stored: unknown) => Desired;
  readonly decide: (view: View<Desired>) => Decisions;
  /** By what a person would take two documents for one that was entered twice; without it none look alike. */
  readonly fingerprint?: DuplicateFingerprint<Desired> | undefined;
  /** How people call the document, and its number in M3 once there is one. */
  readonly describe: (view: View<Desired>) => {
    readonly title: string;
    readonly m3?: { readonly company: string; readonly number: string };
  };
  /** For an outcome `found`: what M3 was read to hold, cut to the fields that we own, comparable with a script's target. */
  readonly held: (destination: string, outcome: Outcome, view: View<Desired>) => unknown;
}
