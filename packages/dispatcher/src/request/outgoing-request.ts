import type { HttpRequest } from '@sluice/shared/http/exchange';

/** What one request is for. `health`: to find out whether the other system is back; it belongs to no command. */
export type Purpose = 'step' | 'probe' | 'undo' | 'health';

/** What travels in a request for one command. */
export interface RequestPart {
  readonly commandId: string;
  /** The document's key, for the log. */
  readonly document: string;
  readonly step: string;
  /** The traceparent of what caused its command. */
  readonly cause?: string | undefined;
  readonly run: number;
  /** Where its calls begin among those of the request. */
  readonly offset: number;
  /** Which calls of the step, undo or probe they are. */
  readonly positions: readonly number[];
  /** The same was sent in vain before, and the document's history says so: it is not told once more. */
  readonly isRetry: boolean;
}

/** A request whose intent is committed: everything that is needed to send it and to fold its answer. */
export interface OutgoingRequest<Call = unknown> {
  readonly requestId: string;
  readonly purpose: Purpose;
  /** At least one, but for `health`. */
  readonly parts: readonly RequestPart[];
  /** The calls in this request, those of the first part first. */
  readonly calls: readonly Call[];
  readonly request: HttpRequest;
  readonly term: number;
  /** Monotonic, taken before the intent was written. */
  readonly intendedAt: number;
}

/** Of something that there is for each call of the request, what belongs to one part. */
export const ofPart = <One>(part: RequestPart, all: readonly One[]): readonly One[] =>
  all.slice(part.offset, part.offset + part.positions.length);
