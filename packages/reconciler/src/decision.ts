import type { DocumentRef } from '@sluice/shared/document';
import type { Highlight } from '@sluice/shared/messages/document-status';
import type { Priority } from '@sluice/shared/messages/command';
import type { Delay, Outcome } from '@sluice/shared/messages/outcome';
import type { Question } from '@sluice/shared/messages/question';
import type { CoupaStep, M3Step } from '@sluice/shared/script';
import type { Reason, RecordStatus } from '@sluice/shared/status';
import type { MessageOn, ReplicaTopic, ValueOn, XrefTopic } from '@sluice/shared/topics';
import type { Fact, Read, Reading } from './read.js';

export type { ReplicaTopic } from '@sluice/shared/topics';
export type { Fact, Reading } from './read.js';

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

/** How the last command of a destination ended. */
export interface LastOutcome {
  readonly commandId: string;
  readonly kind: 'read' | 'write';
  readonly target?: unknown;
  readonly result: Outcome['result'];
  readonly refusals: Outcome['refusals'];
  readonly at: string;
}

/** All that is known about one document in one system. What was seen there belongs to it: two companies have two. */
export interface DestinationView {
  readonly name: string;
  /** The target that the other system has confirmed; absent when nothing was ever confirmed. */
  readonly acknowledged?: unknown;
  /** When it was confirmed, or absent. */
  readonly acknowledgedAt?: string;
  /** What an earlier decision wanted to be remembered; see {@link Common.memory}. */
  readonly memory?: unknown;
  /** What the document is called there, for good: M3's order number. By {@link Domain.identify}; empty where nothing is known. */
  readonly identity: Readonly<Record<string, string>>;
  /**
   * A write ended half-way and did not say which part of its target took effect: what the system holds must be read
   * before anything is written. Since when; ISO 8601.
   */
  readonly readBackSince?: string;
  readonly inFlight?: {
    readonly commandId: string;
    readonly kind: 'read' | 'write';
    readonly target?: unknown;
    readonly sentAt: string;
    /** What holds it up, by the gateway's last report; absent where nothing does. */
    readonly delay?: Pick<Delay, 'kind' | 'code' | 'message'>;
  };
  readonly last?: LastOutcome;
  /** The last write that the other system refused, as long as none succeeded since and no person asked to try again. */
  readonly refused?: {
    readonly target?: unknown;
    readonly refusals: Outcome['refusals'];
    /** All of its messages as one reason. */
    readonly because: Reason;
  };
  /** The records that a step of a command brought back, the newest of that step. */
  fact(step: string): Fact | undefined;
  /** What a read found when it was last made, whatever its age. */
  reading<Value>(read: Read<Value>): Reading<Value> | undefined;
  /** The same where it was read less than `maxAgeMs` ago, or has just been read and not been decided upon yet. */
  fresh<Value>(read: Read<Value>, maxAgeMs: number): Reading<Value> | undefined;
}

/** What a person answered to a question of the document. */
export interface Answer {
  readonly answer: string;
  readonly note?: string;
  readonly by: string;
  /** Whether a token of the person's own has proven who it was. */
  readonly isProven: boolean;
  /** ISO 8601, UTC. */
  readonly at: string;
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
  /** The person who asked for this very decision, by a retry or an answer; absent when no person did. */
  readonly askedBy?: string;
  /** ISO 8601, UTC. */
  readonly now: string;
  destination(name: string): DestinationView;
  /** All answers to a question, by its id, the oldest first. */
  answers(question: string): readonly Answer[];
  /**
   * The next number of a series that counts up for ever and gives no number twice, whoever asks; from 1. A document gets one
   * number of a series and keeps it. Taken only where it is asked for while the document is decided.
   */
  take(series: string): number | undefined;
  /** The latest known value of a key. Domain code is total when it is missing. */
  lookup<Topic extends ReplicaTopic>(topic: Topic, key: string): Lookup<MessageOn<Topic>>;
}

/** A place in a target: the field of an object, or the element of a list whose fields have these values. */
export type PathSegment = string | Readonly<Record<string, string | number>>;

/**
 * What is known once a step of a write took effect, also when the command ends half-way: at `path` the system then holds
 * `value`; without a value, nothing. An element that a list does not have yet goes to its end, with the fields by which
 * the path names it.
 */
export interface ConfirmedSlice {
  /** The id of the step. */
  readonly step: string;
  /** Which transaction of the step, from 0; left out, all of it must have taken effect. */
  readonly transaction?: number;
  readonly path: readonly PathSegment[];
  readonly value?: unknown;
}

/**
 * Steps for one system. `target` is what M3 or Coupa will hold when a write has succeeded: it is compared, never sent.
 * A write whose steps take effect one by one names in `confirms` what each of them makes true, so that what was
 * acknowledged grows step by step and an interrupted command goes on where it stopped. Where it names nothing and ends
 * half-way, what the system holds is read before the next write.
 */
export type Script =
  | {
      readonly system: 'm3';
      readonly kind: 'read' | 'write';
      readonly target?: unknown;
      readonly confirms?: readonly ConfirmedSlice[];
      readonly company: string;
      readonly division?: string;
      /**
       * Since when there is the document (ISO 8601), of a script that makes it without looking up whether it is there: where
       * the gateway's history does not go back so far, a person is asked.
       */
      readonly documentSince?: string;
      readonly steps: readonly M3Step[];
    }
  | {
      readonly system: 'coupa';
      readonly kind: 'read' | 'write';
      readonly target?: unknown;
      readonly confirms?: readonly ConfirmedSlice[];
      readonly documentSince?: string;
      readonly steps: readonly CoupaStep[];
    };

/** A message of a state topic that follows from what is known; published when it differs from what was published last. */
export type StateMessage = {
  [Topic in XrefTopic]: { readonly topic: Topic; readonly key: string; readonly value: ValueOn<Topic> };
}[XrefTopic];

interface Common {
  /** Decide again at this moment (ISO 8601), whatever else happens. */
  readonly until?: string;
  readonly publish?: readonly StateMessage[];
  /** How urgent that decision is; left out: live, and while something is on its way or missing, as urgent as that. */
  readonly untilPriority?: Priority;
  /** Keys of which a newer value decides again, whatever was decided now: nothing is missing because of them. */
  readonly watches?: readonly Ref[];
  /** What only a person can decide; shown beside whatever was decided. */
  readonly questions?: readonly Question[];
  /**
   * What later decisions are to know of this destination, instead of what was remembered before; left out, that stays. Kept
   * only if the decision takes effect: not where a command in flight is awaited first, nor where a command is not sent;
   * but see `remembersAtOnce`.
   */
  readonly memory?: unknown;
  /** The memory says nothing of what a command brings about: it is kept whatever becomes of the decision. */
  readonly remembersAtOnce?: true;
  /**
   * Other documents of the same sync that are to be decided now; one that does not exist yet is created. Two
   * documents must not call each other up in every decision: they would never rest.
   */
  readonly callUp?: readonly DocumentRef[];
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
 * One decision per destination. A destination's name is the domain's to choose and never changes: orders have `m3`, whatever company they
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
  /** What is the same in both, and when Coupa made the document (ISO 8601); `undefined` for one that duplicates none. */
  readonly of: (desired: Desired) => { readonly content: string; readonly at: string } | undefined;
  /** Documents made further apart are no duplicates. */
  readonly withinMs: number;
  /** Which documents are meant: those that were made before (the default), or all that have the same at any time. */
  readonly among?: 'earlier' | 'all';
}

/** What an app tells the reconciler about one type of its documents. Everything in it is pure. */
export interface Domain<Desired> {
  readonly type: DocumentRef['type'];
  /** Reads what was stored of the snapshot's body; total for everything ever stored. */
  readonly parse: (stored: unknown) => Desired;
  readonly decide: (view: View<Desired>) => Decisions;
  /** The topics that its decisions look up: of each the sync keeps a copy. */
  readonly lookups: readonly ReplicaTopic[];
  /** By what a person would take two documents for one that was entered twice; without it there are no possible duplicates. */
  readonly fingerprint?: DuplicateFingerprint<Desired> | undefined;
  /** How people call the document, its number in M3 once there is one, and what they want to know of it first. */
  readonly describe: (view: View<Desired>) => {
    readonly title: string;
    readonly m3?: { readonly company: string; readonly number: string };
    readonly highlights?: Highlight[];
  };
  /**
   * For an outcome `found`: the state observed in the other system, cut to the fields that we own, comparable with a
   * script's target. Left out by a domain whose scripts never stop at what they find.
   */
  readonly observed?: (destination: string, outcome: Outcome, view: View<Desired>) => unknown;
  /**
   * What an outcome shows for good of what the document is called in the other system (M3's number). It is kept with the
   * destination and survives later facts: what is returned is added to it, `undefined` changes nothing. Asked when a command
   * has ended, but not of a write that left nothing behind, nor of a read that failed.
   */
  readonly identify?: (
    destination: string,
    outcome: Outcome,
    view: View<Desired>,
  ) => Readonly<Record<string, string>> | undefined;
  /**
   * The read that must come before the next write, where a write ended half-way; see {@link DestinationView.readBackSince}.
   * Without one a person has to look.
   */
  readonly readBack?: (destination: string, view: View<Desired>) => Script | undefined;
  /** Ids of documents that exist from the start, born in no other system: a scan of each company, say. */
  readonly seeds?: readonly string[];
  /** The document of Coupa's to be fetched where a reference is missing and nobody ever announced it. */
  readonly documentBehind?: (reference: Ref, view: View<Desired>) => DocumentRef | undefined;
}

/** A domain whose type of body does not matter here: what it parses is only handed back to itself. */
export type AnyDomain = Domain<any>;
