import type { DocumentRef } from '@sluice/shared/document';
import type { Envelope } from '@sluice/shared/envelope';
import type { CoupaCommand, M3Command, Priority } from '@sluice/shared/messages/command';
import type { Delay } from '@sluice/shared/messages/outcome';
import type { Question } from '@sluice/shared/messages/question';
import type { Reason, RecordStatus } from '@sluice/shared/status';
import type { Answer, ConfirmedSlice, Fact, LastOutcome } from '../decision.js';

/** A document as its row holds it. The transaction that read it holds the row's lock. */
export interface KnownDocument {
  readonly ref: DocumentRef;
  /** Of the newest snapshot folded; 0 when none was. */
  readonly sequence: number;
  /** The body as Coupa handed it out, not yet parsed; absent when there never was one. */
  readonly desired?: unknown;
  readonly removed: boolean;
  readonly unavailable?: { readonly code: string; readonly message: string };
  readonly priority: Priority;
  readonly ignored?: Ignored;
  readonly stuck?: Stuck;
  /** The person who asked for the next decision, until it is made. */
  readonly askedBy?: string;
  /** A person retries it, having been told what to look at first; an answer to a question is none. */
  readonly isRetried?: true;
  readonly cause?: Envelope;
  /** The database's clock when the transaction began; ISO 8601, UTC. */
  readonly now: string;
}

/** A person set the document aside; a newer snapshot ends it. */
export interface Ignored {
  readonly because: string;
  readonly by: string;
  readonly at: string;
}

/** Deciding threw: a bug of ours. Code of another version tries again by itself. */
export interface Stuck {
  readonly message: string;
  readonly stack: string;
  /** All versions that have thrown, so that two releases that run side by side do not try by turns. */
  readonly codeVersions: readonly string[];
}

/** The one command of a destination that is alive. */
export interface InFlight {
  readonly commandId: string;
  readonly kind: 'read' | 'write';
  readonly target?: unknown;
  /** What its steps make true one by one. */
  readonly confirms?: readonly ConfirmedSlice[];
  /** The other system had confirmed this very target already when it was sent. */
  readonly sentAgain?: true;
  /** It reads what has to be known before the next write. */
  readonly readsBack?: true;
  readonly sentAt: string;
  /** When the gateway last answered that it is alive. */
  readonly askedAt?: string;
  /** What holds it up in the gateway, by the gateway's last report. */
  readonly delay?: Delay;
  /** When it was asked to leave the command undone, because the target had changed. */
  readonly withdrawnAt?: string;
  /** The gateway could not find out what became of it and asked a person. */
  readonly needsOperator?: { readonly message: string; readonly at: string; readonly step?: string };
  /** Whole, so that the very same can be sent again when no outcome comes. */
  readonly command: M3Command | CoupaCommand;
}

/** How the last command of a destination ended, with what is needed to know it again. */
export interface EndedCommand extends LastOutcome {
  /** What a read asked: the same is not asked twice in a row. */
  readonly steps?: unknown;
  /** Of `refused`: the other system's messages. */
  readonly because?: Reason;
}

export interface Destination {
  readonly name: string;
  readonly acknowledged?: unknown;
  readonly acknowledgedAt?: string;
  /** The other system confirmed `acknowledged` again after it had done so before; no person has retried since. */
  readonly confirmedTwice?: true;
  /** What the document is called in the other system, for good. */
  readonly identity?: Readonly<Record<string, string>>;
  /** A write ended half-way, and what the other system holds has not been read since. */
  readonly readBackSince?: string;
  readonly inFlight?: InFlight;
  readonly last?: EndedCommand;
  /** The last write that was refused, as long as no later write succeeded: the memory outlives the reads in between. */
  readonly refusedWrite?: EndedCommand;
  /** What decisions want to know of earlier ones. */
  readonly memory?: unknown;
  /** What only a person can decide, by the last decision. */
  readonly questions?: readonly Question[];
  /** Absent when the last decision left this destination out. */
  readonly status?: RecordStatus;
  readonly reason?: Reason;
}

export type Facts = ReadonlyMap<string, ReadonlyMap<string, Fact>>;

/** All that is known about one document, references to other documents apart. */
export interface Knowledge {
  readonly document: KnownDocument;
  readonly destinations: ReadonlyMap<string, Destination>;
  /** By destination, and then by the step that brought them. */
  readonly facts: Facts;
  /** By the id of the question, the oldest first. */
  readonly answers?: ReadonlyMap<string, readonly Answer[]>;
  /** Looked for only when the document is decided. */
  readonly possibleDuplicates?: readonly DocumentRef[];
}
